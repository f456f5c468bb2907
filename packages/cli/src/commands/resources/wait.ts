import { defineCommand } from "../../framework/command.ts";
import { WAIT_OPTIONS, waitTimesOf } from "../../resource/duration.ts";
import { RESOURCE_ARGUMENT } from "../../resource/friendly-id.ts";
import { resourceTable } from "../../resource/resource-table.ts";
import { sayOnInterrupt } from "../../session/say-on-interrupt.ts";

export const command = defineCommand({
  description: "Ends with 1 as soon as one fails, and with 6 when the time is up; it says what holds it up.",
  args: { ids: { ...RESOURCE_ARGUMENT, many: true } },
  options: {
    gone: { type: "boolean", description: "Wait until they are gone" },
    ...WAIT_OPTIONS,
  },
  examples: [
    { does: "Until it is ready", run: "pragma resources wait postgres/database/main --timeout 5m" },
    { does: "Until it is gone", run: "pragma resources wait postgres/database/main --gone" },
  ],
  async run({ args, options, session }) {
    const client = await session.client();
    const others = new AbortController();
    const signal = AbortSignal.any([session.io.signal, others.signal]);
    const wait = { ...waitTimesOf(options), signal };
    const all = <Result>(one: (id: string) => Promise<Result>) =>
      sayOnInterrupt(
        session,
        () => "Work in progress continues without this command.",
        () => Promise.all(args.ids.map(one)),
      );
    try {
      if (options.gone) {
        await all((id) => client.resources.waitUntilGone(id, wait));
        await session.emit(args.ids, () => `Gone: ${args.ids.join(", ")}`);
        return;
      }
      const ready = await all((id) => client.resources.waitUntilReady(id, wait));
      await session.emit(ready, () => resourceTable(ready, session.style));
    } finally {
      others.abort();
    }
  },
});
