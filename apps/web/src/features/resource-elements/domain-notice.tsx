import { Notice } from "~/components/ui/states.tsx";
import { domainErrorOf } from "~/lib/domain-error.ts";
import { readableId } from "~/lib/readable-id.ts";
import { LinkedText } from "./linked-text.tsx";
import { ResourceLink } from "./resource-link.tsx";

/** Why something was refused: the message and its facts. */
export function DomainNotice({ error, className }: { error: { message: string }; className?: string }) {
  const domain = domainErrorOf(error);
  const { protected: guarded = [], dependents = [], cycle = [], busy = [], stale = [] } = domain?.facts ?? {};
  const changed = domain?.code === "precondition_failed";
  return (
    <Notice tone="danger" className={className}>
      <p className="[overflow-wrap:anywhere]">
        {changed ? "It has changed since it was loaded. Check the current version, then try again." : null}
        {changed ? null : <LinkedText text={error.message} />}
      </p>
      <FactList title="Depends on it" ids={dependents} />
      <FactList title="Protected" ids={guarded} />
      <FactList title="Cycle" ids={cycle} />
      <FactList title="In flight" ids={busy} />
      <FactList title="Changed since" ids={stale} />
      {(domain?.issues ?? []).map(({ loc, msg }) => (
        <p key={`${loc.join(".")} ${msg}`}>
          <code className="font-mono">{loc.slice(1).join(".")}</code>: {msg}
        </p>
      ))}
    </Notice>
  );
}

function FactList({ title, ids }: { title: string; ids: readonly string[] }) {
  if (ids.length === 0) return null;
  return (
    <div className="mt-2">
      <p className="font-medium">{title}</p>
      <ul>
        {ids.map((id) => (
          <li key={id}>
            <ResourceLink resourceKey={readableId(id)} />
          </li>
        ))}
      </ul>
    </div>
  );
}
