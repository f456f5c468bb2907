import type { HistoryFact } from "./facts.ts";

/** The steps of a life after which its old thing was gone, and the same event made a new one: it had begun as another than a deletion. */
export function replacingSteps(steps: readonly HistoryFact[]): HistoryFact[] {
  const begun = new Set(
    steps.filter(({ type }) => type === "UPDATE" || type === "CREATE").map(({ eventId }) => eventId),
  );
  return steps.filter(
    ({ type, from, to, eventId }) =>
      type === "DELETE" && from === "processing" && to === "pending" && begun.has(eventId),
  );
}

/** The steps of a life since its thing is another one. @param before id of the step that is looked back from */
export function sinceReplaced(steps: readonly HistoryFact[], before: number): readonly HistoryFact[] {
  const last = replacingSteps(steps).findLast(({ id }) => id < before);
  return last === undefined ? steps : steps.filter(({ id }) => id > last.id);
}
