import { usageError } from "../errors/cli-error.ts";
import { fields } from "../output/table.ts";
import { makeClient, type Session } from "../session/session.ts";

/** The target of a login, and the name for storing its token. */
export interface LoginTarget {
  context: string;
  apiUrl: string;
  /** The dashboard; null if it is not known. */
  authUrl: string | null;
}

/** The context that the first login creates. */
const FIRST_CONTEXT = "default";
const DEFAULT_API_PORT = "8000";
const DEFAULT_WEB_PORT = "3000";

/** @throws CliError for an unknown context without an address */
export async function loginTarget(session: Session, dashboardUrl: string | undefined): Promise<LoginTarget> {
  const { apiUrl, authUrl, context } = await session.config();
  const known = apiUrl === (await knownApiUrl(session, context)) ? authUrl : null;
  return { context: context ?? FIRST_CONTEXT, apiUrl, authUrl: checked(dashboardUrl) ?? known ?? besideApi(apiUrl) };
}

/** Stores a valid token, and its context. @throws AuthenticationError for an invalid one */
export async function storeLogin(session: Session, target: LoginTarget, token: string): Promise<void> {
  const { context, apiUrl, authUrl } = target;
  const me = await (await makeClient(apiUrl, token)).me();
  const store = await session.store();
  const before = (await store.contexts()).contexts[context];
  if (before?.apiUrl !== apiUrl || before.authUrl !== authUrl) await store.setContext(context, { apiUrl, authUrl });
  await store.storeToken(context, token);
  await sayWhatGoesBefore(session, context, token);
  await session.emit({ ...me, context, api_url: apiUrl }, () =>
    fields(
      [
        ["Logged in as", me.email],
        ["Organization", me.organization_name],
        ["Context", context],
        ...(authUrl === null ? [] : [["Dashboard", organizationUrl(authUrl, me.organization_id)] as const]),
      ],
      session.style,
    ),
  );
}

/** The pages of an organization. Its name in addresses may change; its id always works. */
function organizationUrl(authUrl: string, organizationId: string): string {
  return `${authUrl.replace(/\/+$/, "")}/o/${organizationId}`;
}

/**
 * Otherwise a user who logs in as somebody else would still act as the account from the environment, without knowing
 * why.
 */
async function sayWhatGoesBefore(session: Session, context: string, token: string): Promise<void> {
  const { tokenVariable } = await import("@pragma/sdk/node");
  const { env } = session.io;
  const set = [tokenVariable(context), "PRAGMA_AUTH_TOKEN"].find((name) => env[name]);
  if (set !== undefined && env[set] !== token)
    session.note(`${set} is set and is used instead of the token that was just stored. Unset it to use that token.`);
}

async function knownApiUrl(session: Session, context: string | null): Promise<string | undefined> {
  const { contexts } = await (await session.store()).contexts();
  return context === null ? undefined : contexts[context]?.apiUrl;
}

/** The default dashboard of an API on its default port. */
function besideApi(apiUrl: string): string | null {
  const url = URL.canParse(apiUrl) ? new URL(apiUrl) : null;
  if (url?.port !== DEFAULT_API_PORT) return null;
  url.port = DEFAULT_WEB_PORT;
  return url.origin;
}

function checked(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw usageError(`${JSON.stringify(url)} is not an http(s) URL`);
  return url.replace(/\/+$/, "");
}
