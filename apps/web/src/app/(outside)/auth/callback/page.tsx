import type { Metadata } from "next";
import { parseCliCallback } from "~/auth/cli-callback.ts";
import { requireLogin } from "~/auth/login.ts";
import { offeredScopes } from "~/auth/offered-scopes.ts";
import { ConsentForm } from "~/features/cli-login/consent-form.tsx";

export const metadata: Metadata = { title: "Sign in to the command line" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Where `pragma auth login` sends the browser. It always asks, whoever sent it. */
export default async function CliLoginPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const one = (name: string): string | null => [parameters[name] ?? []].flat()[0] ?? null;
  const callback = parseCliCallback(one("callback"));
  if (!callback) return <Refusal>The address that the token would be sent to is not on this computer.</Refusal>;
  const state = one("state");
  const codeChallenge = one("code_challenge");
  const method = one("code_challenge_method");
  if ((state === null) !== (codeChallenge === null) || (method !== null && method !== "S256")) {
    return <Refusal>The command line sent an incomplete request. Bring it up to date, then try again.</Refusal>;
  }
  const query = new URLSearchParams({ callback: callback.url.href });
  if (state !== null && codeChallenge !== null) {
    query.set("state", state);
    query.set("code_challenge", codeChallenge);
  }
  const scope = one("scope");
  if (scope !== null) query.set("scope", scope);
  const login = await requireLogin(`/auth/callback?${query}`);
  if (!login.member) return <Refusal>You are in no organization, so there is nothing to give access to.</Refusal>;
  const scopes = offeredScopes(scope, login.member.scopes);
  if (scopes.length === 0) {
    return (
      <Refusal>{`Your role in ${login.member.organizationName} allows none of what the command line asks for.`}</Refusal>
    );
  }
  return (
    <ConsentForm
      email={login.email}
      organizationName={login.member.organizationName}
      scopes={scopes}
      callback={callback.url.href}
      port={callback.port}
      state={state}
      codeChallenge={codeChallenge}
    />
  );
}

function Refusal({ children }: { children: string }) {
  return (
    <div role="alert">
      <h1 className="text-lg font-semibold text-ink">This request is refused</h1>
      <p className="mt-2 text-ink-soft">{children}</p>
    </div>
  );
}
