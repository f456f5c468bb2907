import type { Blocked } from "@pragma/contract";
import { ResourceLink } from "~/features/resource/resource-link.tsx";

const SHOWN = 20;

/**
 * What a resource waits for.
 * @param keys of resources by their ids, as far as they are known
 */
export function BlockedWords({
  blocked: { by, reason },
  keys,
}: {
  blocked: Blocked;
  keys: ReadonlyMap<string, string>;
}) {
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-2 text-dense text-pending-text">
      {reason}:
      {by.slice(0, SHOWN).map((id) => (
        <ResourceLink key={id} resourceKey={keys.get(id) ?? id} />
      ))}
      {by.length > SHOWN ? <span>and {(by.length - SHOWN).toLocaleString("en")} more</span> : null}
    </p>
  );
}
