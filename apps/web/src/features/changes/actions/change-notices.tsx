import type { ChangeSummary } from "@pragma/contract";
import { Notice } from "~/components/ui/states.tsx";
import { ResourceLink } from "~/features/resource-elements/resource-link.tsx";
import { readableId } from "~/lib/readable-id.ts";
import { STATUS_WORDS, uncomparedWords } from "../change-words.ts";
import { BlockedNotice } from "./blocked-notice.tsx";

const SHOWN = 20;
const NO_KEYS: ReadonlyMap<string, string> = new Map();

/** Obstacles of a change, or of parts of it. */
export function ChangeNotices({
  change,
  keys = NO_KEYS,
  isRefused = false,
}: {
  change: Pick<ChangeSummary, "status" | "counts" | "busy" | "blocked">;
  /** Keys of resources by their ids, as far as they are known. */
  keys?: ReadonlyMap<string, string>;
  /** A refusal a moment ago is shown already, with its reason. */
  isRefused?: boolean;
}) {
  const { status, counts, busy, blocked } = change;
  const words = STATUS_WORDS[status];
  const isPlanned = status === "planned";
  return (
    <>
      {words === undefined || isRefused ? null : (
        <Notice tone={status === "stale" ? "warning" : "info"}>{words}</Notice>
      )}
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
          <p>In progress when this was planned. Applying has to wait until they have finished:</p>
          <Resources ids={busy} />
        </Notice>
      ) : null}
      {isPlanned ? null : <BlockedNotice blocked={blocked} keys={keys} />}
    </>
  );
}

function Resources({ ids }: { ids: readonly string[] }) {
  return (
    <>
      <ul className="mt-1">
        {ids.slice(0, SHOWN).map((id) => (
          <li key={id}>
            <ResourceLink resourceKey={readableId(id)} />
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
