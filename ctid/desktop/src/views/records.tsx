/** Records of other systems, shown because such a system asked for it. A link opens apart from this page. */
import type { ExternalRecord } from "../model";
import { records } from "../state";
import { say } from "../words";
import { Icon } from "./icons";

export function Records() {
  return (
    <>
      {records.value.map((record) => (
        <RecordCard key={record.command} record={record} />
      ))}
    </>
  );
}

/** The link if it leads to the web; no other scheme is made clickable. */
function webLink(url: string): string | null {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  return parsed && /^https?:$/.test(parsed.protocol) ? parsed.href : null;
}

function RecordCard({ record }: { record: ExternalRecord }) {
  const link = webLink(record.url);
  const fields = Object.entries(record.fields);
  return (
    <section class="card record" aria-label={say("record")}>
      <h3>
        <bdi>{record.title}</bdi>
      </h3>
      {fields.length > 0 && (
        <dl class="facts">
          {fields.map(([name, value]) => [
            <dt key={`${name}.`}>
              <bdi>{name}</bdi>
            </dt>,
            <dd key={name}>
              <bdi>{value}</bdi>
            </dd>,
          ])}
        </dl>
      )}
      {link && (
        <a class="button" href={link} target="_blank" rel="noopener noreferrer">
          <Icon sign="open" /> {say("open_record")}
        </a>
      )}
    </section>
  );
}
