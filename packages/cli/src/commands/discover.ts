import type { Candidate } from "@pragma/sdk";
import { candidateDocument, candidateName } from "../discover/candidate-document.ts";
import { findCandidates } from "../discover/find-candidates.ts";
import { whereConfig } from "../discover/where-config.ts";
import { usageError } from "../errors/cli-error.ts";
import { defineCommand } from "../framework/command.ts";
import { printable } from "../output/printable.ts";

export const command = defineCommand({
  description: `Prints a document for each thing that exists and that no resource manages yet: applied, it takes the thing over as it is, and its
deletion would leave the thing where it is. Read them, give what nobody could read, such as passwords, and plan them. -o json gives what
the provider tells, with what is managed already. Each hundred count as five requests.`,
  args: {
    type: { value: "type", description: "provider/type, such as postgres/database", complete: "type" },
  },
  options: {
    connection: {
      type: "string",
      value: "name",
      description: "Connection to look through; the one called default if left out",
      complete: "connection",
    },
    where: {
      type: "strings",
      value: "field=value",
      description: "Only with this value in a field of the config, such as database=shop",
    },
    limit: { type: "number", min: 1, description: "How many at most; all if left out" },
  },
  examples: [
    { does: "All databases of a server, as documents", run: "pragma discover postgres/database > databases.yaml" },
    { does: "The schemas of one", run: "pragma discover postgres/schema --where database=shop > schemas.yaml" },
    {
      does: "What nobody manages yet",
      run: "pragma discover postgres/role -o json | jq -r '.[] | select(.managed_by == null).identity'",
    },
  ],
  async run({ args, options, session }) {
    const slash = args.type.indexOf("/");
    if (slash < 1) throw usageError(`${args.type} is not a type`, "Such as postgres/database.");
    const [provider, resource] = [args.type.slice(0, slash), args.type.slice(slash + 1)];
    const { connection, where, limit = Number.POSITIVE_INFINITY } = options;
    const search = { type: resource, config: whereConfig(where), ...(connection !== undefined && { connection }) };
    const found: Candidate[] = [];
    for await (const candidate of findCandidates(session, provider, search, limit)) found.push(candidate);
    const free = found.filter(({ managed_by }) => managed_by === null);
    const taken = new Set<string>();
    await session.emit(found, () =>
      free
        .map((candidate) => {
          const name = candidateName(candidate, taken);
          return printable(candidateDocument({ provider, resource, connection }, candidate, name)).trimEnd();
        })
        .join("\n---\n"),
    );
    const managed = found.length - free.length;
    if (session.globals.output === "table")
      session.note(`${found.length} found${managed === 0 ? "" : `, ${managed} of them managed already and left out`}`);
  },
});
