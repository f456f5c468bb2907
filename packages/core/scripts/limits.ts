import { parseArgs } from "node:util";
import { LIMITS, type LimitName, limitNameSchema, type OrganizationLimit, setLimitInputSchema } from "@pragma/contract";
import { findOrganizationsCalled } from "@pragma/db/queries";
import { createLogger } from "@pragma/telemetry";
import { z } from "zod";
import { recordAudit } from "../src/foundation/audit/index.ts";
import { databaseUrlSetting, parseEnvironment, requiredSetting } from "../src/foundation/common/environment.ts";
import { newId } from "../src/foundation/common/new-id.ts";
import { quotasOf, quotaVariables } from "../src/foundation/common/quota-settings.ts";
import { DEFAULT_SETTINGS } from "../src/foundation/common/settings.ts";
import { readLimits } from "../src/foundation/limits/index.ts";
import type { Core } from "../src/foundation/unit-of-work/core.ts";
import { changeLimit } from "../src/identity/operators/index.ts";
import { openCore } from "../src/open-core.ts";

/** Shows the limits of an organization in the database of `DATABASE_URL`, or sets one of them. */

const USAGE = `Usage: limits.ts ORGANIZATION               shows its limits, and what is used of each
       limits.ts ORGANIZATION LIMIT VALUE   sets one; "default" for what the settings say
ORGANIZATION is an id or a name. LIMIT is one of ${LIMITS.join(", ")}.`;

const schema = z.object({
  ...quotaVariables,
  DATABASE_URL: databaseUrlSetting,
  PRAGMA_ENCRYPTION_KEYS: requiredSetting,
  PRAGMA_RATE_LIMIT: z.coerce.number().int().min(1).default(DEFAULT_SETTINGS.rateLimit),
});

/** Operators who reach the database and its settings look after the installation. */
const ACTOR = { type: "system", id: "limits-command", name: "The command limits" };

try {
  const { organization, change } = readArguments();
  const env = parseEnvironment(schema, process.env);
  const { core, close } = await openCore({
    name: "pragma-limits",
    databaseUrl: env.DATABASE_URL,
    connections: 2,
    encryptionKeys: env.PRAGMA_ENCRYPTION_KEYS,
    settings: { ...DEFAULT_SETTINGS, rateLimit: env.PRAGMA_RATE_LIMIT, quotas: quotasOf(env) },
    logger: createLogger({ service: "limits", level: "error" }),
  });
  try {
    const id = await findId(core, organization);
    if (change) await set(core, id, change);
    print(await readLimits(core, id));
  } finally {
    await close();
  }
} catch (error) {
  console.error(reasonOf(error));
  process.exitCode = 1;
}

interface Change {
  limit: LimitName;
  value: number | null;
}

function readArguments(): { organization: string; change: Change | undefined } {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [organization, name, value, ...more] = positionals;
  if (organization === undefined || more.length > 0 || (name === undefined) !== (value === undefined)) {
    throw new Error(USAGE);
  }
  if (name === undefined) return { organization, change: undefined };
  const limit = limitNameSchema.safeParse(name);
  if (!limit.success) throw new Error(`${name} is not a limit: it must be one of ${LIMITS.join(", ")}`);
  return { organization, change: { limit: limit.data, value: value === "default" ? null : Number(value) } };
}

async function findId(core: Core, organization: string): Promise<string> {
  const [found, another] = await findOrganizationsCalled(core.db, organization);
  if (!found) throw new Error(`No organization has the id or the name ${organization}`);
  if (another) throw new Error(`Several organizations are called ${organization}: name it by its id`);
  return found.id;
}

async function set(core: Core, organizationId: string, { limit, value }: Change): Promise<void> {
  const input = setLimitInputSchema.safeParse({ organizationId, limit, value });
  if (!input.success) throw new Error(`${limit}: ${input.error.issues[0]?.message}`);
  await changeLimit(core, input.data, (unit, id, facts) =>
    recordAudit(unit.db, { organizationId: id, actor: ACTOR, correlationId: newId() }, facts),
  );
}

function print(limits: readonly OrganizationLimit[]): void {
  const rows = [
    ["LIMIT", "VALUE", "USED", "DEFAULT"],
    ...limits.map(({ limit, value, used, standard }) => [limit, value, used, standard].map(String)),
  ];
  for (const [limit = "", ...numbers] of rows) {
    console.log(limit.padEnd(12) + numbers.map((text) => text.padStart(17)).join(""));
  }
}

/** One line for the operator. Node reports a database that refuses all its addresses as an error without a message. */
function reasonOf(error: unknown): string {
  const [first = error] = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
  return first instanceof Error ? first.message : String(first);
}
