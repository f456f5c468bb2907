import { type Node, parsePattern } from "./parse-pattern.ts";

/** One step of a compiled pattern; the end of the program is the match. */
export type Instruction =
  | { kind: "character"; fits: (character: string) => boolean }
  | { kind: "assert"; holds: (text: readonly string[], at: number) => boolean }
  /** Continues at each of these. */
  | { kind: "split"; to: number[] };

/** Repetitions are unrolled: a larger pattern takes too long on a long text. */
const MAX_INSTRUCTIONS = 2_000;

/** Compiles a pattern to a state machine; null if it is invalid, too large, or uses lookaround or backreferences. */
export function compilePattern(pattern: string): Instruction[] | null {
  const node = parsePattern(pattern);
  if (node === null) return null;
  const program: Instruction[] = [];
  return emit(node, program) ? program : null;
}

/** @returns false once the program is too large */
function emit(node: Node, program: Instruction[]): boolean {
  if (program.length > MAX_INSTRUCTIONS) return false;
  switch (node.kind) {
    case "character":
    case "assert":
      program.push(node);
      return true;
    case "sequence":
      return node.parts.every((part) => emit(part, program));
    case "alternatives":
      return emitAlternatives(node.parts, program);
    case "repeat":
      return emitRepeat(node.part, node.least, node.most, program);
  }
}

function emitAlternatives(parts: readonly Node[], program: Instruction[]): boolean {
  const choice = { kind: "split" as const, to: [] as number[] };
  program.push(choice);
  const ends: { to: number[] }[] = [];
  for (const part of parts) {
    choice.to.push(program.length);
    if (!emit(part, program)) return false;
    const end = { kind: "split" as const, to: [] as number[] };
    program.push(end);
    ends.push(end);
  }
  for (const end of ends) end.to.push(program.length);
  return true;
}

function emitRepeat(part: Node, least: number, most: number, program: Instruction[]): boolean {
  for (let count = 0; count < least; count++) if (!emit(part, program)) return false;
  if (most === Number.POSITIVE_INFINITY) {
    const start = program.length;
    const loop = { kind: "split" as const, to: [start + 1] };
    program.push(loop);
    if (!emit(part, program)) return false;
    program.push({ kind: "split", to: [start] });
    loop.to.push(program.length);
    return true;
  }
  const exits: { to: number[] }[] = [];
  for (let count = least; count < most; count++) {
    const exit = { kind: "split" as const, to: [program.length + 1] };
    program.push(exit);
    exits.push(exit);
    if (!emit(part, program)) return false;
  }
  for (const exit of exits) exit.to.push(program.length);
  return true;
}
