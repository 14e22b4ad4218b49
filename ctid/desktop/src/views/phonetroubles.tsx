/** What keeps this browser from being the phone, each with its remedy: the troubles people have most. */
import { answer, call, microphoneTrouble } from "../phone/call";
import { retaking, sitDown } from "../phone/desk";
import { tryMicrophone } from "../phone/microphone";
import { registration, registrationTrouble } from "../phone/registration";
import { blocked, unblock } from "../phone/sound";
import { say, type Word } from "../words";
import { Banner } from "./banners";

const TRIED_BY_ITSELF: Word[] = ["no_socket", "no_secure_socket", "no_answer"];

export function PhoneTroubles() {
  const refusal = registrationTrouble.value;
  return (
    <>
      {registration.value === "taken" && <Told why="seat_taken" mend={sitDown} button="take_seat" />}
      {refusal && (
        <Told
          why={refusal.why}
          blanks={refusal.blanks}
          mend={TRIED_BY_ITSELF.includes(refusal.why) ? undefined : sitDown}
        />
      )}
      {microphoneTrouble.value && <Told why={microphoneTrouble.value} mend={() => void mendMicrophone()} />}
      {blocked.value && <Told why="sound_blocked" mend={unblock} button="hear" />}
      {retaking.value && <Banner title="" detail={say("retaking")} />}
    </>
  );
}

/** With a caller ringing, to try again is to answer. */
async function mendMicrophone(): Promise<void> {
  if (call.value === "ringing") await answer();
  else microphoneTrouble.value = await tryMicrophone();
}

type Trouble = Extract<Word, `${string}_more`> extends `${infer Name}_more` ? Name & Word : never;

function Told(props: {
  why: Trouble;
  blanks?: Record<string, string | number>;
  mend?: (() => void) | undefined;
  button?: Word;
}) {
  const { why, blanks = {}, mend, button = "retry" } = props;
  return (
    <Banner title={say(why, blanks)} detail={say(`${why}_more` as Word, blanks)}>
      {mend && (
        <button type="button" onClick={mend}>
          {say(button)}
        </button>
      )}
    </Banner>
  );
}
