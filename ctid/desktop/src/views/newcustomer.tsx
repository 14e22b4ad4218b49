import { useId, useRef, useState } from "preact/hooks";
import { addCustomer, busy } from "../actions";
import type { Language, Pop } from "../model";
import { language, say } from "../words";

/** The caller's number is filled in, so it need not be typed or asked for again. */
export function NewCustomerForm({ pop }: { pop: Pop }) {
  const id = useId();
  const name = useRef<HTMLInputElement>(null);
  const [nameless, setNameless] = useState(false);

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const field = (key: string) => String(form.get(key) ?? "").trim();
    setNameless(!field("name"));
    if (!field("name")) return name.current?.focus();
    void addCustomer(pop.interaction, {
      name: field("name"),
      number: field("number"),
      company: field("company"),
      language: field("language") as Language,
      note: field("note"),
    });
  };

  return (
    <form class="fields" noValidate onSubmit={submit}>
      <label for={`${id}-name`}>{say("name")}</label>
      <div>
        <input
          id={`${id}-name`}
          ref={name}
          name="name"
          required
          maxLength={200}
          autocomplete="off"
          aria-invalid={nameless}
          aria-describedby={nameless ? `${id}-nameless` : undefined}
        />
        {nameless && (
          <p class="wrong" id={`${id}-nameless`}>
            {say("name_needed")}
          </p>
        )}
      </div>
      <label for={`${id}-number`}>{say("number")}</label>
      <input
        id={`${id}-number`}
        name="number"
        type="tel"
        maxLength={40}
        autocomplete="off"
        defaultValue={pop.number}
      />
      <label for={`${id}-company`}>{say("company")}</label>
      <input id={`${id}-company`} name="company" maxLength={200} autocomplete="off" />
      <label for={`${id}-language`}>{say("speaks")}</label>
      <select id={`${id}-language`} name="language">
        <option value="en" selected={language.value === "en"}>
          {say("lang_en")}
        </option>
        <option value="zh" selected={language.value === "zh"}>
          {say("lang_zh")}
        </option>
      </select>
      <label for={`${id}-note`}>{say("note")}</label>
      <input id={`${id}-note`} name="note" maxLength={4000} autocomplete="off" />
      <button type="submit" disabled={busy.value}>
        {say("save_customer")}
      </button>
    </form>
  );
}
