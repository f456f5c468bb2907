/** One line of the table: a figure, and what it is held against. */
export interface Row {
  /** Which path through the product. */
  readonly path: string;
  /** Figure that was measured, with its unit. */
  readonly figure: string;
  /** Comparison: the baseline of the same run, or nothing for an absolute target. */
  readonly beside: string;
  /** Value that the target speaks of. */
  readonly value: number;
  readonly target: { readonly atLeast: number } | { readonly atMost: number };
  /** Unit of `value` and `target`. */
  readonly unit: "×" | "ms" | "kB" | "MiB" | "";
  /** Everything else that was measured, for results.json. */
  readonly details?: Record<string, unknown>;
}

export type Verdict = "reached" | "falls short";

export function verdict({ value, target }: Row): Verdict {
  const reached = "atLeast" in target ? value >= target.atLeast : value <= target.atMost;
  return reached ? "reached" : "falls short";
}

export function targetText({ target, unit }: Row): string {
  return "atLeast" in target
    ? `≥ ${number(target.atLeast)}${suffix(unit)}`
    : `≤ ${number(target.atMost)}${suffix(unit)}`;
}

export function valueText({ value, unit }: Row): string {
  return `${number(value)}${suffix(unit)}`;
}

function suffix(unit: Row["unit"]): string {
  return unit === "×" || unit === "" ? unit : ` ${unit}`;
}

/** Three significant digits, so that the eye can compare. */
function number(value: number): string {
  if (!Number.isFinite(value)) return "?";
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(3)));
}
