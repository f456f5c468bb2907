import { defineCommand } from "../../framework/command.ts";
import { printable } from "../../output/printable.ts";

export const command = defineCommand({
  args: { event: { description: "Id of the event", complete: "dead-letter" } },
  examples: [{ does: "One", run: "pragma ops dead-letter show 0198f3c2-7a1e-7000-8000-000000000000" }],
  async run({ args, session }) {
    const letter = await (await session.client()).deadLetters.get(args.event, { signal: session.io.signal });
    const { stringify } = await import("yaml");
    await session.emit(letter, () => printable(stringify(letter, { lineWidth: 0 }).trimEnd()));
  },
});
