import { type Scope, scopeSchema } from "@pragma/contract";
import { parseCliCallback } from "~/auth/cli-callback.ts";
import { getLogin } from "~/auth/login.ts";
import { isFromThisSite } from "~/server/same-site.ts";
import { services } from "~/server/services.ts";

const TOKEN_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

function refuse(status: number, message: string): Response {
  return new Response(message, { status, headers: { "Content-Type": "text/plain; charset=utf-8" } });
}

/** The user's decision about a login of the command line. What is handed over goes to the callback and nowhere else. */
export async function POST(request: Request): Promise<Response> {
  if (!isFromThisSite(request)) return refuse(403, "The form must be sent from this site");
  const login = await getLogin();
  if (!login) return refuse(401, "You are no longer signed in. Run `pragma auth login` again.");
  const form = await request.formData().catch(() => null);
  if (!form) return refuse(400, "The body is not a form");
  const field = (name: string): string | null => {
    const value = form.get(name);
    return typeof value === "string" ? value : null;
  };
  const callback = parseCliCallback(field("callback"));
  if (!callback) return refuse(400, "The callback is refused");
  const { url } = callback;
  const state = field("state");
  if (state !== null) url.searchParams.set("state", state);
  if (field("decision") !== "allow") {
    // RFC 6749, 4.1.2.1.
    url.searchParams.set("error", "access_denied");
    return lead(url);
  }
  // Somebody else may have signed in in another tab since the page asked.
  if (field("user") !== login.userId) {
    return refuse(409, `You are now signed in as ${login.email}. Run \`pragma auth login\` again.`);
  }
  const { core, useCases } = services();
  const member = useCases.memberIn(login, field("organization") ?? "");
  if (!member) return refuse(403, "You are not a member of this organization. Run `pragma auth login` again.");
  const scopes = form.getAll("scope").flatMap((scope): Scope[] => {
    const parsed = scopeSchema.safeParse(scope);
    return parsed.success ? [parsed.data] : [];
  });
  if (scopes.length === 0) return refuse(422, "Choose at least one permission");

  const name = `Command line, ${new Date().toISOString().slice(0, 10)}`;
  const codeChallenge = field("code_challenge");
  try {
    if (codeChallenge !== null) {
      const { code } = await useCases.createLoginCode(core, member, { name, scopes, codeChallenge });
      url.searchParams.set("code", code);
    } else {
      const expires_at = new Date(Date.now() + TOKEN_DAYS * DAY_MS).toISOString();
      const { token } = await useCases.createToken(core, member, { name, scopes, expires_at });
      url.searchParams.set("token", token);
    }
  } catch (error) {
    if (error instanceof useCases.DomainError) return refuse(403, error.message);
    throw error;
  }
  return lead(url);
}

/** The URL contains a secret: nobody keeps it, and this server's headers hide it from everybody else. */
function lead(url: URL): Response {
  return new Response(null, {
    status: 303,
    headers: { Location: url.href, "Cache-Control": "no-store" },
  });
}
