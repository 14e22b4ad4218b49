/** Opening the microphone, and saying in a word why it cannot be. */
export type MicrophoneTrouble = "no_microphone" | "mic_denied" | "mic_busy" | "insecure_page";

const TROUBLES: Record<string, MicrophoneTrouble> = {
  NotFoundError: "no_microphone",
  OverconstrainedError: "no_microphone",
  NotAllowedError: "mic_denied",
  SecurityError: "mic_denied",
};

/** Open the microphone, or say why not. */
export async function openMicrophone(): Promise<MediaStream | MicrophoneTrouble> {
  if (!navigator.mediaDevices) return "insecure_page"; // browsers hide it on pages that are not secure
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: true, video: false });
  } catch (error) {
    return TROUBLES[error instanceof DOMException ? error.name : ""] ?? "mic_busy";
  }
}

export function close(microphone: MediaStream): void {
  for (const track of microphone.getTracks()) track.stop();
}

/** Ask for the permission while nobody waits; the microphone is closed again at once. */
export async function tryMicrophone(): Promise<MicrophoneTrouble | null> {
  const opened = await openMicrophone();
  if (typeof opened === "string") return opened;
  close(opened);
  return null;
}
