import { isFinding, type Json, MAX_DRIFT_CHANGES, type ResourceDrift } from "@pragma/contract";
import type { DriftRow } from "@pragma/db/queries";
import { isEnvelope, MASK, maskJson, revealJson, type SecretBox } from "@pragma/language";

/** One value as a check stored it, sensitive ones sealed. */
interface StoredChange {
  path: string;
  declared: Json;
  found: Json;
}

/**
 * What differs, as clients see it: the first changes of a finding, masked.
 * @param box reveals what is sensitive. The caller has checked the scope and written the audit row
 */
export function presentDriftChanges(
  { drift, changes }: Pick<DriftRow, "drift" | "changes">,
  box?: SecretBox,
): ResourceDrift["changes"] {
  if (!isFinding(drift) || changes === null) return [];
  const first = (JSON.parse(changes) as StoredChange[]).slice(0, MAX_DRIFT_CHANGES);
  return first.map((change) => (box ? revealed(change, box) : masked(change)));
}

function revealed({ path, declared, found }: StoredChange, box: SecretBox): StoredChange {
  return { path, declared: revealJson(declared, box), found: revealJson(found, box) };
}

/** Beside a value that is sensitive as a whole the other one is, too, whatever it is; that it is absent may be known. */
function masked({ path, declared, found }: StoredChange): StoredChange {
  const isSealed = isEnvelope(declared) || isEnvelope(found);
  const show = (value: Json): Json => (isSealed && value !== null ? MASK : maskJson(value));
  return { path, declared: show(declared), found: show(found) };
}
