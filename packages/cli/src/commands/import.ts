import { NAME_PATTERN } from "@pragma/language";
import { CARRY_OUT_OPTIONS } from "../change/carry-out-options.ts";
import { readType, SEARCH_OPTIONS, TYPE_ARGUMENT } from "../discover/type-argument.ts";
import { whereConfig } from "../discover/where-config.ts";
import { usageError } from "../errors/cli-error.ts";
import { defineCommand } from "../framework/command.ts";

export const command = defineCommand({
  description: `The thing is declared as it is, and stays where it is if the resource is deleted. The plan says what would be changed of
it, which is nothing as a rule. What its provider does not tell, such as a password, has to be declared: pragma discover prints the
document to edit.`,
  args: {
    type: TYPE_ARGUMENT,
    identity: { value: "identity", description: "What its provider knows it by, as in discover" },
  },
  options: {
    as: { type: "string", value: "name", description: "Name of the resource; one like the thing's if left out" },
    ...SEARCH_OPTIONS,
    where: { ...SEARCH_OPTIONS.where, description: "Value of a field of the config, such as database=shop" },
    ...CARRY_OUT_OPTIONS,
  },
  examples: [
    { does: "A database", run: "pragma import postgres/database shop" },
    { does: "By another name", run: "pragma import postgres/role shop_owner --as owner --connection reporting" },
    {
      does: "A schema of a database, in a script",
      run: "pragma import postgres/schema shop/public --where database=shop --yes",
    },
  ],
  async run({ args: { type, identity }, options, session }) {
    const { as: name, connection, where } = options;
    if (name !== undefined && !NAME_PATTERN.test(name)) throw usageError(`--as ${name} is not a name of a resource`);
    const { provider, resource } = readType(type);
    const known = whereConfig(where);
    const [{ findThing }, { importDocument }, { applyNamed }] = await Promise.all([
      import("../discover/find-thing.ts"),
      import("../discover/import-document.ts"),
      import("../change/apply-named.ts"),
    ]);
    const search = { type: resource, config: known, identity, ...(connection !== undefined && { connection }) };
    const thing = await findThing(session, provider, search);
    const document = importDocument({ provider, resource, connection, known }, thing, name);
    return applyNamed(session, { documents: [document] }, options);
  },
});
