import type { Blocked } from "@pragma/contract";
import { Fragment } from "react";
import { Notice } from "~/components/ui/states.tsx";
import { ResourceLink } from "~/features/resource-elements/resource-link.tsx";
import { readableId } from "~/lib/readable-id.ts";
import { blockedGroups } from "./blocked-groups.ts";

/** Groups, and links in a sentence; more are only counted. */
const MOST = 5;

/** Blocked actions and what they wait for: a sentence for each thing that is waited for. */
export function BlockedNotice({ blocked, keys }: { blocked: readonly Blocked[]; keys: ReadonlyMap<string, string> }) {
  const groups = blockedGroups(blocked);
  if (groups.length === 0) return null;
  const others = groups.slice(MOST).reduce((sum, { resources }) => sum + resources.length, 0);
  return (
    <Notice tone="warning">
      <ul className="flex flex-col gap-1">
        {groups.slice(0, MOST).map(({ resources, by, which }) => (
          <li key={`${which} ${by.join(" ")}`}>
            {resources.length === 1 ? (
              <Links ids={resources} keys={keys} />
            ) : (
              `${resources.length.toLocaleString("en")} resources`
            )}{" "}
            {by.length === 0 ? (
              `${resources.length === 1 ? "" : "each "}${which}.`
            ) : (
              <>
                {resources.length === 1 ? "waits for" : "wait for"} <Links ids={by} keys={keys} />, {which}.
              </>
            )}
          </li>
        ))}
      </ul>
      {others > 0 ? <p>{others.toLocaleString("en")} more wait for others.</p> : null}
    </Notice>
  );
}

function Links({ ids, keys }: { ids: readonly string[]; keys: ReadonlyMap<string, string> }) {
  const rest = ids.length - MOST;
  return (
    <>
      {ids.slice(0, MOST).map((id, index) => (
        <Fragment key={id}>
          {index > 0 ? ", " : null}
          <ResourceLink resourceKey={keys.get(id) ?? readableId(id)} />
        </Fragment>
      ))}
      {rest > 0 ? ` and ${rest.toLocaleString("en")} more` : null}
    </>
  );
}
