import { compilePattern, type Instruction } from "./compile-pattern.ts";

/** Longer texts are not tried: no key or example for people is that long. */
const MAX_TEXT = 256;

/**
 * Whether an untrusted regular expression matches a text, in time linear in both. JavaScript's own engine takes for
 * ever on `^(a+)+$` or `^(|)(|)…$`, so this runs the expression as a set of states (Thompson, 1968).
 *
 * @returns null if that cannot be decided: the text is long, or the expression is large, invalid, or uses lookaround or
 *   backreferences
 */
export function matchesPattern(pattern: string, text: string): boolean | null {
  if (text.length > MAX_TEXT) return null;
  const program = compilePattern(pattern);
  return program === null ? null : run(program, [...text]);
}

function run(program: readonly Instruction[], text: readonly string[]): boolean {
  let states = new Set<number>();
  for (let at = 0; at <= text.length; at++) {
    // A match may begin anywhere.
    enter(program, states, 0, text, at);
    if (states.has(program.length)) return true;
    const next = new Set<number>();
    for (const state of states) {
      const instruction = program[state];
      const character = text[at];
      if (instruction?.kind !== "character" || character === undefined || !instruction.fits(character)) continue;
      enter(program, next, state + 1, text, at + 1);
    }
    states = next;
  }
  return false;
}

/** Adds a state and all states reachable from it without reading a character; each once. */
function enter(
  program: readonly Instruction[],
  states: Set<number>,
  first: number,
  text: readonly string[],
  at: number,
): void {
  const open = [first];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (states.has(state)) continue;
    states.add(state);
    const instruction = program[state];
    if (instruction?.kind === "split") open.push(...instruction.to);
    else if (instruction?.kind === "assert" && instruction.holds(text, at)) open.push(state + 1);
  }
}
