import { createHash, randomBytes } from "node:crypto";
import { deployProvider, pushProvider } from "@pragma/chaos/stack/deploy-provider";
import { addOrganization, type Organization } from "@pragma/chaos/stack/organization";
import type { Stack } from "@pragma/chaos/stack/stack";
import type { Role, Scope } from "@pragma/contract";
import { type Actor, FUZZ_PROVIDER, Known } from "@pragma/testing/fuzz";
import { addMember, addToken } from "@pragma/testing/organization";
import { packFuzzProvider } from "./pack-archives.ts";

/** The space of the organization of everybody but the stranger. */
const HOME = "home";
const AWAY = "away";

/** Senders of requests, and what they know. */
export interface Cast {
  /** Tokens of those who keep theirs. */
  readonly tokens: Readonly<Partial<Record<Actor, { readonly space: string; readonly secret: string }>>>;
  readonly known: Known;
  /** Words that each organization alone may read. */
  readonly wordsOf: Readonly<Record<string, string>>;
  /** Beginning of each secret of the run. */
  readonly canary: string;
}

/** Login codes that requests may exchange. */
const CODES = 40;

/** Two organizations, each with the provider of the run, and the tokens of all who send requests. */
export async function makeCast(stack: Stack): Promise<Cast> {
  const [home, away] = [await addOrganization(stack, HOME), await addOrganization(stack, AWAY)];
  const url = stack.urls[0] as string;
  const archive = packFuzzProvider();
  for (const organization of [home, away]) {
    const version = await pushProvider(url, organization, FUZZ_PROVIDER, archive);
    await deployProvider(url, organization, FUZZ_PROVIDER, version);
  }
  const viewer = await tokenOfMember(stack, home, "viewer", ["resources:read", "providers:read", "ops:read"]);
  const narrow = await tokenOfMember(stack, home, "member", ["resources:read"]);
  const { rows } = await stack.pool.query<{ id: string }>("SELECT id FROM api_tokens");
  const known = new Known(rows.map(({ id }) => id));
  await addLoginCodes(stack, home, known);
  const run = randomBytes(4).toString("hex");
  return {
    tokens: {
      owner: { space: HOME, secret: home.token },
      viewer: { space: HOME, secret: viewer },
      narrow: { space: HOME, secret: narrow },
      stranger: { space: AWAY, secret: away.token },
      garbage: { space: "", secret: `pragma_${"x".repeat(43)}` },
    },
    known,
    wordsOf: { [HOME]: `words-of-home-${run}`, [AWAY]: `words-of-away-${run}` },
    canary: `canary-${run}-`,
  };
}

/** The token of another member, with these scopes. */
async function tokenOfMember({ pool }: Stack, { id }: Organization, role: Role, scopes: Scope[]): Promise<string> {
  return (await addToken(pool, await addMember(pool, id, role), scopes)).token;
}

async function addLoginCodes({ pool }: Stack, { id }: Organization, known: Known): Promise<void> {
  const challenge = sha256("v".repeat(43)).toString("base64url");
  for (let index = 0; index < CODES; index++) {
    const code = randomBytes(32).toString("base64url");
    await pool.query(
      `INSERT INTO login_codes (code_hash, organization_id, user_id, code_challenge, name, scopes, expires_at)
       SELECT $1, organization_id, user_id, $2, 'fuzz', '{resources:read}', now() + interval '1 hour'
       FROM memberships WHERE organization_id = $3 LIMIT 1`,
      [sha256(code), challenge, id],
    );
    known.add("login-code", HOME, code);
  }
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
