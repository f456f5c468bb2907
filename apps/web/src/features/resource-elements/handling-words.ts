import type { Handling } from "@pragma/contract";

/** The choices of a member, with their labels; the default first. One that is missing here does not compile. */
export const HANDLING_CHOICES: {
  [Member in "mode" | "on_delete" | "drift"]: Record<Handling[Member], string>;
} = {
  mode: { full: "Create and change it", observe: "Only observe it" },
  on_delete: { delete: "Delete the real thing", keep: "Keep the real thing" },
  drift: { report: "Report it", correct: "Correct it", off: "Do not look for it" },
};

/** What is unusual about how a resource is handled, a sentence each; being paused is told elsewhere. */
export function handlingWords(handling: Handling | null): string[] {
  if (handling === null) return [];
  const { mode, on_delete, drift, ignore } = handling;
  const words: string[] = [];
  if (mode === "observe") words.push("Only observed: never changed or deleted");
  else if (on_delete === "keep") words.push("Deletion keeps the real thing");
  if (drift === "correct") words.push("Drift is corrected");
  if (drift === "off") words.push("Drift is not looked for");
  if (ignore.length > 0) words.push(`Ignored in its config: ${ignore.join(", ")}`);
  return words;
}
