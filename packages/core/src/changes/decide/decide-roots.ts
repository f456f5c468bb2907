import { resourceKey } from "@pragma/contract";
import { hasStringReferences } from "../../resources/built-ins/index.ts";
import type { DecidedDocument } from "./decision.ts";
import { inDependencyOrder } from "./dependency-order.ts";
import { carriesOutDraft, draftChanges } from "./draft-changes.ts";
import { resolveKnown } from "./known-state.ts";
import type { KnownValues } from "./known-values.ts";
import type { Pace } from "./plan-limits.ts";
import { repairWarning } from "./tell-replacement.ts";
import { warnOfImmutable } from "./warn-of-immutable.ts";

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
  const needed = [...processed.filter(({ key }) => leads.has(key)), ...drafts];
  await known.read(
    needed.flatMap(({ desired }) => desired?.references.map(({ target }) => resourceKey(target)) ?? []),
    byKey,
  );
  const order = inDependencyOrder(
    processed.map(({ key }) => key),
    new Map(processed.map(({ key, desired }) => [key, (desired?.dependencies ?? []).map(resourceKey)])),
  );
  for (const key of order) {
    const { desired, input } = byKey.get(key) as DecidedDocument;
    if (!leads.has(key) || !desired) continue;
    await pace.step();
    const options = { stringReferences: hasStringReferences(input.provider, input.resource) };
    const resolved = resolveKnown(desired.sealedConfig, known.lookup, known.box, options);
    known.change({ ...input, key }, resolved.config, resolved.unknown);
    if ((byKey.get(key) as DecidedDocument).replaces) known.replaced.add(key);
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
