import type { ChangeSummary } from "@pragma/contract";
import { Notice } from "~/components/ui/states.tsx";
import { ResourceLink } from "~/features/resource/resource-link.tsx";
import { STATUS_WORDS, uncomparedWords } from "../change-words.ts";

const SHOWN = 20;

/** What stands in the way of a change, or of parts of it. */
export function ChangeNotices({ change }: { change: ChangeSummary }) {
  const { status, counts, busy, blocked } = change;
  const words = STATUS_WORDS[status];
  const isPlanned = status === "planned";
  return (
    <>
      {words === undefined ? null : <Notice tone={status === "stale" ? "warning" : "info"}>{words}</Notice>}
      {isPlanned && counts.refuse > 0 ? (
        <Notice tone="danger">
          {counts.refuse === 1
            ? "1 action is refused. Fix what it says and plan again; this plan cannot be applied."
            : `${counts.refuse.toLocaleString("en")} actions are refused. Fix what they say and plan again; this plan cannot be applied.`}
        </Notice>
      ) : null}
      {isPlanned && counts.uncompared > 0 ? <Notice>{uncomparedWords(counts.uncompared)}</Notice> : null}
      {isPlanned && busy.length > 0 ? (
        <Notice tone="warning">
          <p>In flight when this was planned. An apply has to wait until they have settled:</p>
          <Resources ids={busy} />
        </Notice>
      ) : null}
      {status === "applying" && blocked.length > 0 ? (
        <Notice tone="warning">
          {blocked.length === 1
            ? "1 action is blocked. Its row says by what."
            : `${blocked.length.toLocaleString("en")} actions are blocked. Their rows say by what.`}
        </Notice>
      ) : null}
    </>
  );
}

function Resources({ ids }: { ids: readonly string[] }) {
  return (
    <>
      <ul className="mt-1">
        {ids.slice(0, SHOWN).map((id) => (
          <li key={id}>
            <ResourceLink resourceKey={id} />
          </li>
        ))}
      </ul>
      <More count={ids.length - SHOWN} />
    </>
  );
}

function More({ count }: { count: number }) {
  return count > 0 ? <p>and {count.toLocaleString("en")} more</p> : null;
}
