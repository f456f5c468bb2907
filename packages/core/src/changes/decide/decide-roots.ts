import { resourceKey } from "@pragma/contract";
import type { ForeseenUpdate } from "../../resources/apply/foreseen-update.ts";
import { hasStringReferences } from "../../resources/built-ins/index.ts";
import { type DecidedDocument, isNamed } from "./decision.ts";
import { inDependencyOrder } from "./dependency-order.ts";
import { carriesOutDraft, draftChanges } from "./draft-changes.ts";
import { canPlan, foreseenWarnings, replacedFields, UNFORESEEN } from "./foreseen-update.ts";
import { resolveKnown } from "./known-state.ts";
import type { KnownValues } from "./known-values.ts";
import type { Pace } from "./plan-limits.ts";
import { repairWarning } from "./tell-replacement.ts";
import { warnOfImmutable } from "./warn-of-immutable.ts";

/**
 * Whether its provider can tell what its update would do. It is not asked where another thing is needed in any case, nor about what is only
 * sent once more.
 */
function mayBeForeseen(document: DecidedDocument, { foreseen }: KnownValues): boolean {
  const { key, type, existing, action, replaces } = document;
  if (!canPlan(type) || !existing?.provisioned || isNamed(document)) return false;
  return replaces ? replacedFields(foreseen[key]).length > 0 : action === "update";
}

/** Adds what its provider said. That something else has to take its place was seen when the document was decided. */
function tellForeseen(document: DecidedDocument, foreseen: ForeseenUpdate): void {
  document.warnings.push(...foreseenWarnings(foreseen));
  if ("silent" in foreseen) document.changes.push(UNFORESEEN);
}

/**
 * Notes how the documents of a change will read, each after those that it depends on; those of drafts are compared with what runs.
 * @param leads keys of what others use
 */
export async function decideRoots(
  processed: readonly DecidedDocument[],
  leads: ReadonlySet<string>,
  known: KnownValues,
  pace: Pace,
): Promise<void> {
  const byKey = new Map(processed.map((document) => [document.key, document]));
  const drafts = known.mayCompare ? processed.filter(carriesOutDraft) : [];
  const asked = new Set(processed.filter((document) => mayBeForeseen(document, known)).map(({ key }) => key));
  const needed = [...processed.filter(({ key }) => leads.has(key) || asked.has(key)), ...drafts];
  await known.read(
    needed.flatMap(({ desired }) => desired?.references.map(({ target }) => resourceKey(target)) ?? []),
    byKey,
  );
  await known.readStanding([...asked]);
  const order = inDependencyOrder(
    processed.map(({ key }) => key),
    new Map(processed.map(({ key, desired }) => [key, (desired?.dependencies ?? []).map(resourceKey)])),
  );
  for (const key of order) {
    const document = byKey.get(key) as DecidedDocument;
    const { desired, input } = document;
    if (!desired || !(leads.has(key) || asked.has(key))) continue;
    await pace.step();
    const options = { stringReferences: hasStringReferences(input.provider, input.resource) };
    const resolved = resolveKnown(desired.sealedConfig, known.lookup, known.box, options);
    const isRepaired = desired.dependencies.some((target) => known.replaced.has(resourceKey(target)));
    const foreseen = asked.has(key) && !isRepaired ? known.foresee(key, resolved) : undefined;
    if (foreseen) tellForeseen(document, foreseen);
    if (!leads.has(key)) continue;
    known.change({ ...input, key }, resolved.config, resolved.unknown, document.replaces ? undefined : foreseen);
    if (document.replaces) known.replaced.add(key);
  }
  for (const document of drafts) {
    await pace.step();
    document.changes = draftChanges(document, known.lookup, known.box);
  }
  for (const document of processed) {
    await pace.step();
    warnOfImmutable(document, known);
    const replaced = document.desired?.dependencies.map(resourceKey).find((key) => known.replaced.has(key));
    if (replaced !== undefined && document.existing?.provisioned && !document.replaces) {
      document.warnings.push(repairWarning(replaced));
    }
  }
}
