import { causeWords, explanationWords } from "@pragma/contract/explanation-words";
import type { Explanation } from "@pragma/sdk";
import { oneLine } from "../../output/printable.ts";
import { stateCell } from "../../output/state.ts";
import type { Style } from "../../output/style.ts";
import { type CellValue, fields, table } from "../../output/table.ts";
import { remedyFor } from "./remedy.ts";

/** Why a resource is not ready: a sentence, each step down to the root cause, and what to do about that. */
export function explanationText(explanation: Explanation, style: Style): string {
  const words = explanationWords(explanation);
  const root = explanation.way.at(-1);
  if (words === null || root === undefined) return "It is ready, and waits for nothing.";
  const { failure, since, nextAttemptAt, others } = words;
  const error = failure && `${failure.isEarlier ? "an earlier attempt failed: " : ""}${failure.error}`;
  const facts: (readonly [string, CellValue])[] = [
    ["Root cause", root.key],
    ["Error", error],
    ["Since", since?.time],
    ["Next attempt", nextAttemptAt],
    ["To do", remedyFor(explanation.way)],
    [
      "Besides",
      explanation.truncated ? "It waits for more than 1,000 resources: only the nearest were looked at." : others,
    ],
  ];
  return [
    style("bold", oneLine(words.sentence.map(({ text }) => text).join(""))),
    explanation.way.length > 1 ? steps(explanation, style) : "",
    fields(
      facts.filter(([, value]) => value !== null && value !== undefined),
      style,
    ),
  ]
    .filter(Boolean)
    .join("\n\n");
}

function steps({ way, max_attempts: most }: Explanation, style: Style): string {
  const rows = way.map((step, index): CellValue[] => {
    const next = way[index + 1];
    const words = next === undefined ? causeWords(step, most) : `waits for ${next.key}`;
    return [step.key, stateCell(step.lifecycle_state ?? "absent"), words];
  });
  return table(["RESOURCE", "STATE", "WHY"], rows, style, "");
}
