/** The skills that each agent has now, and a form to give others: from the next offer on, whatever the file says. */
import { useId, useState } from "preact/hooks";
import { busy } from "../actions";
import { setSkills } from "../console/configuration";
import type { Configuration } from "../model";
import { say } from "../words";

const NONE = 0;
const LEVELS = [NONE, 1, 2, 3, 4, 5];

type Agent = Configuration["agents"][number];

export function AgentSkills({ now }: { now: Configuration }) {
  const [changing, setChanging] = useState("");
  return (
    <section class="card floor" aria-label={say("skills_of_agents")}>
      <h3>{say("skills_of_agents")}</h3>
      <ul>
        {now.agents.map((agent) => (
          <li key={agent.agent} aria-label={agent.name}>
            <bdi>{agent.name}</bdi>
            <button
              type="button"
              aria-label={`${say("change_skills")}: ${agent.name}`}
              aria-expanded={changing === agent.agent}
              onClick={() => setChanging(changing === agent.agent ? "" : agent.agent)}
            >
              {say("change_skills")}
            </button>
            <ul class="collected why">
              {Object.entries(agent.skills).map(([skill, level]) => (
                <li key={skill}>
                  {skill} {level}
                </li>
              ))}
            </ul>
            {changing === agent.agent && (
              <SkillsForm agent={agent} skills={now.skills} done={() => setChanging("")} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function SkillsForm({ agent, skills, done }: { agent: Agent; skills: string[]; done: () => void }) {
  const id = useId();
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const sent = new FormData(event.currentTarget as HTMLFormElement);
    const given = skills.map((skill) => [skill, Number(sent.get(skill))] as const).filter(([, level]) => level !== NONE);
    if (await setSkills(agent.agent, Object.fromEntries(given))) done();
  };
  return (
    <form
      class="fields why"
      aria-label={say("skills_of", { who: agent.name })}
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event) => event.key === "Escape" && done()}
    >
      {skills.map((skill) => [
        <label key={`${skill}.`} for={`${id}-${skill}`}>
          {skill}
        </label>,
        <select key={skill} id={`${id}-${skill}`} name={skill}>
          {LEVELS.map((level) => (
            <option key={level} value={level} selected={level === (agent.skills[skill] ?? NONE)}>
              {level || say("no_skill")}
            </option>
          ))}
        </select>,
      ])}
      <div class="line">
        <button type="submit" disabled={busy.value}>
          {say("save_skills")}
        </button>
        <button type="button" onClick={done}>
          {say("cancel")}
        </button>
      </div>
    </form>
  );
}
