#!/usr/bin/env node
import { conformanceCases, WireProcess, WireSubject, wireCases } from "./index.ts";

/** `pragma-conformance <program> [argument…]`: runs every case against a conformance provider in any language. */
const command = process.argv.slice(2);
const say = (line: string) => process.stdout.write(`${line}\n`);

if (command.length === 0) {
  say("usage: pragma-conformance <program> [argument…]");
  process.exit(2);
}

const all = [
  ...wireCases,
  ...conformanceCases.map(({ name, run }) => ({
    name,
    run: async (program: WireProcess) => {
      await program.greet();
      await run(new WireSubject(program));
    },
  })),
];

let failed = 0;
for (const { name, run } of all) {
  const program = new WireProcess(command);
  try {
    await run(program);
    say(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    const text = error instanceof Error ? error.message : String(error);
    say(`FAILED  ${name}\n        ${text.replaceAll("\n", "\n        ")}`);
  } finally {
    program.kill();
  }
}
say(`\n${all.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
