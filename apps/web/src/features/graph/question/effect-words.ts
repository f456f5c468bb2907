import type { BlastRadius } from "./answer.ts";

type Affected = BlastRadius["affected"][number];

const DELETION_WORDS: Record<NonNullable<Affected["deletion"]>, string> = {
  goes: "deleted with it",
  refused: "blocks deletion",
  waits: "deletion waits for it",
  cascade: "deleted with dependents",
};

/** Effects on an affected resource, in a few words each. */
export function effectWords({ updated, waiting, deletion, protected: isProtected }: Affected): string[] {
  return [
    waiting ? "waits for it" : null,
    updated ? "updated" : null,
    deletion === null ? null : DELETION_WORDS[deletion],
    isProtected ? "protected" : null,
  ].filter((words) => words !== null);
}

/** The blast radius of a resource, in sentences: from a change of its values, and from its deletion. */
export function blastSentences({ affected, truncated }: BlastRadius): string[] {
  const others = affected.slice(1);
  const count = (matches: (one: Affected) => boolean): number => others.filter(matches).length;
  const least = truncated ? "at least " : "";
  const updated = count((one) => one.updated);
  const goes = count(({ deletion }) => deletion === "goes");
  const refused = count(({ deletion }) => deletion === "refused");
  const waits = count(({ deletion }) => deletion === "waits");
  const all = count(({ deletion }) => deletion !== null && deletion !== "waits");
  const guarded = affected.filter((one) => one.protected && one.deletion !== null).length;
  const waiting = count((one) => one.waiting);
  return [
    ...(waiting === 0
      ? []
      : [`${truncated ? "At least " : ""}${resources(waiting)} ${waiting === 1 ? "waits" : "wait"} for it.`]),
    updated === 0
      ? "Nothing is updated when its values change."
      : `When its values change, ${least}${resources(updated)} may be updated.`,
    ...(goes === 0 ? [] : [`Deleting it also deletes ${least}${resources(goes)} that only it owns.`]),
    ...(refused === 0
      ? [goes === 0 ? "Deleting it deletes nothing else." : "Nothing else stands in the way of deleting it."]
      : [
          `Deleting it is refused while ${least}${resources(refused)} ${refused === 1 ? "uses" : "use"} it${goes === 0 ? "" : " or what it owns"}.`,
          `With its dependents, ${least}${resources(all)} would be deleted besides.`,
        ]),
    ...(waits === 0 ? [] : [`Its deletion waits for ${least}${resources(waits)} to let go of it.`]),
    ...(guarded === 0 ? [] : [`${resources(guarded)} ${guarded === 1 ? "is" : "are"} protected from deletion.`]),
  ];
}

function resources(count: number): string {
  return count === 1 ? "1 resource" : `${count.toLocaleString("en")} resources`;
}
