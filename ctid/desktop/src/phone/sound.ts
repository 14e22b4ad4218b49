/** The caller's voice, the bell, and the light that shows that one's own voice arrives. */
import { signal } from "@preact/signals";

const LEVELS_A_SECOND = 15;
const SPEECH = 0.12; // root mean square of a voice close to the microphone: a full light

/** How loud the microphone is, 0 to 1; 0 while it is closed or muted. */
export const level = signal(0);
/** The browser plays nothing before the next click. */
export const blocked = signal(false);

const speaker = new Audio();
speaker.autoplay = true;

/** Let the caller be heard. */
export function hear(stream: MediaStream): void {
  speaker.srcObject = stream;
  unblock();
}

/** Try to play: allowed while the microphone is open, or on a click. */
export function unblock(): void {
  speaker.play().then(
    () => (blocked.value = false),
    () => (blocked.value = speaker.srcObject !== null),
  );
}

export function silence(): void {
  speaker.srcObject = null;
  blocked.value = false;
}

/** Show the level of `microphone` until the returned function is called. */
export function watchLevel(microphone: MediaStream): () => void {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 1024 });
  context.createMediaStreamSource(microphone).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    level.value = Math.min(1, Math.round((Math.sqrt(power) / SPEECH) * 10) / 10);
  }, 1000 / LEVELS_A_SECOND);
  return () => {
    clearInterval(timer);
    level.value = 0;
    void context.close();
  };
}

const RING_S = 1;
const PAUSE_S = 2;
const LOUD = 0.08;

/** Ring until the returned function is called: two soft tones, a second long, every three seconds. */
export function ring(): () => void {
  const context = new AudioContext();
  const loudness = new GainNode(context, { gain: 0 });
  loudness.connect(context.destination);
  for (const frequency of [440, 480]) {
    const tone = new OscillatorNode(context, { frequency });
    tone.connect(loudness);
    tone.start();
  }
  const once = () => {
    const now = context.currentTime;
    loudness.gain.setTargetAtTime(LOUD, now, 0.02);
    loudness.gain.setTargetAtTime(0, now + RING_S, 0.05);
  };
  once();
  const timer = setInterval(once, (RING_S + PAUSE_S) * 1000);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}
