import type { LogEntry } from "@pragma/sdk";
import { defineCommand } from "../../framework/command.ts";
import { printable } from "../../output/printable.ts";
import type { Color, Style } from "../../output/style.ts";
import { pastMoment } from "../../resource/duration.ts";
import { RESOURCE_ARGUMENT } from "../../resource/friendly-id.ts";

const COLORS: Record<LogEntry["level"], Color> = { debug: "dim", info: "cyan", warn: "yellow", error: "red" };

export const command = defineCommand({
  description: "With -o json each entry is one line, so that it can be followed.",
  args: { id: RESOURCE_ARGUMENT },
  options: {
    follow: { type: "boolean", short: "f", description: "Show new lines as they arrive, until Ctrl-C" },
    tail: {
      type: "number",
      short: "n",
      min: 1,
      max: 10_000,
      value: "lines",
      description: "How many of the last lines to show, 1 to 10000; 100 if left out",
    },
    event: { type: "string", value: "id", description: "Only lines written for this event" },
    attempt: { type: "number", min: 1, value: "number", description: "Only lines written in this attempt" },
    since: { type: "string", value: "when", description: "From then on: a timestamp, or how long ago, such as 15m" },
  },
  examples: [
    { does: "The last lines", run: "pragma resources logs postgres/database/main" },
    {
      does: "The lines of an event's second attempt",
      run: "pragma resources logs postgres/database/main --event 0197f2c0-0000-7000-8000-000000000000 --attempt 2",
    },
    { does: "New lines as they arrive", run: "pragma resources logs postgres/database/main --follow --since 1h" },
  ],
  async run({ args, options, session }) {
    const { signal } = session.io;
    const since = options.since === undefined ? undefined : pastMoment(options.since, "--since");
    const client = await session.client();
    const wanted = { since, tail: options.tail, eventId: options.event, attempt: options.attempt, signal };
    const write = await writer(session.globals.output, session.style);
    if (!options.follow) {
      const entries = await client.resources.logs(args.id, wanted);
      for (const entry of entries) session.print(write(entry));
      if (entries.length === 0) session.note("Nothing was logged.");
      return;
    }
    for await (const entry of client.resources.followLogs(args.id, wanted)) session.print(write(entry));
  },
});

async function writer(output: string, style: Style): Promise<(entry: LogEntry) => string> {
  if (output === "json") return (entry) => JSON.stringify(entry);
  if (output === "yaml") {
    const { stringify } = await import("yaml");
    return (entry) => `---\n${stringify(entry).trimEnd()}`;
  }
  return ({ timestamp, level, message, metadata }) => {
    const more =
      metadata === null || Object.keys(metadata).length === 0
        ? ""
        : ` ${style("dim", printable(JSON.stringify(metadata)))}`;
    return `${style("dim", timestamp)} ${style(COLORS[level], level.padEnd(5))} ${printable(message)}${more}`;
  };
}
