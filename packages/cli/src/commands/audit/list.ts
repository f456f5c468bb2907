import { actorWords } from "@pragma/contract/actor-words";
import { defineCommand } from "../../framework/command.ts";
import { table } from "../../output/table.ts";
import { pastMoment } from "../../resource/duration.ts";
import { defined } from "../../session/defined.ts";
import { firstOf } from "../../session/first-of.ts";

const DEFAULT_LIMIT = 50;

export const command = defineCommand({
  options: {
    by: { type: "string", value: "who", description: "Only what this person or token did: an id or a name" },
    action: { type: "string", value: "name", description: "Only this action, such as resource.apply" },
    target: { type: "string", value: "id", description: "Only what was done to this: an id" },
    since: {
      type: "string",
      value: "time",
      description: "Only from then on: a timestamp, or how long ago, such as 2d",
    },
    until: { type: "string", value: "time", description: "Only before then: a timestamp, or how long ago" },
    limit: { type: "number", min: 1, description: `How many to show at most; ${DEFAULT_LIMIT} if left out` },
  },
  examples: [
    { does: "The latest", run: "pragma audit list" },
    { does: "Who revealed secrets this week?", run: "pragma audit list --action resource.reveal --since 7d" },
    { does: "What Ada did, herself or by a token", run: "pragma audit list --by Ada" },
  ],
  async run({ options, session }) {
    const { by: actor, action, target, limit = DEFAULT_LIMIT } = options;
    const since = options.since === undefined ? undefined : pastMoment(options.since, "--since");
    const until = options.until === undefined ? undefined : pastMoment(options.until, "--until");
    const { audit } = await session.client();
    const filter = defined({ actor, action, target, since, until });
    const entries = await firstOf(limit, (pageSize) => audit.list({ ...filter, pageSize, signal: session.io.signal }));
    await session.emit(entries, () =>
      table(
        ["TIME", "BY", "ACTION", "TARGET", "OUTCOME"],
        entries.map(({ timestamp, actor: who, action: did, target: what, outcome }) => [
          timestamp,
          actorWords(who),
          did,
          what,
          outcome,
        ]),
        session.style,
        "Nothing was found.",
      ),
    );
  },
});
