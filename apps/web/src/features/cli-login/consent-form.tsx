import type { Scope } from "@pragma/contract";
import { Terminal } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "~/components/ui/button.tsx";
import { LabelledCheckbox } from "~/components/ui/field.tsx";
import { SCOPE_WORDS } from "~/lib/scope-words.ts";

export interface ConsentFormProps {
  /** The token's user. */
  user: { id: string; email: string };
  /** The token's organization. */
  organization: { id: string; name: string };
  /** The link to choose another organization. */
  choice: ReactNode;
  /** The scopes of the user's role, the maximum for the token. */
  scopes: readonly Scope[];
  callback: string;
  port: string;
  state: string | null;
  codeChallenge: string | null;
}

/** A plain form, so that the response can redirect to the CLI with its own headers. */
export function ConsentForm(props: ConsentFormProps) {
  const { user, organization, choice, scopes, callback, port, state, codeChallenge } = props;
  return (
    <form method="post" action="/auth/callback/consent" className="flex flex-col gap-4">
      <div className="flex items-center gap-3">
        <span className="grid size-10 place-items-center rounded-lg bg-accent-soft text-accent-text">
          <Terminal className="size-5" aria-hidden />
        </span>
        <h1 className="text-lg font-semibold text-ink">Sign in to the command line?</h1>
      </div>
      <p className="text-ink-soft">
        A program on this computer, listening on port <strong className="text-ink">{port}</strong>, asks for a token of{" "}
        <strong className="text-ink">{user.email}</strong> in <strong className="text-ink">{organization.name}</strong>.
        It is valid for 30 days. Allow it only if you have just run <code className="font-mono">pragma auth login</code>
        .
      </p>
      {choice}
      <fieldset>
        <legend className="mb-2 text-sm font-medium text-ink">The token may</legend>
        <ul className="flex flex-col gap-1.5">
          {scopes.map((scope) => (
            <li key={scope}>
              <LabelledCheckbox
                name="scope"
                value={scope}
                defaultChecked
                label={
                  <>
                    {SCOPE_WORDS[scope]} <code className="font-mono text-xs text-ink-faint">{scope}</code>
                  </>
                }
              />
            </li>
          ))}
        </ul>
      </fieldset>
      <input type="hidden" name="user" value={user.id} />
      <input type="hidden" name="organization" value={organization.id} />
      <input type="hidden" name="callback" value={callback} />
      {state !== null ? <input type="hidden" name="state" value={state} /> : null}
      {codeChallenge !== null ? <input type="hidden" name="code_challenge" value={codeChallenge} /> : null}
      <div className="flex justify-end gap-2">
        <Button type="submit" name="decision" value="deny">
          Deny
        </Button>
        <Button type="submit" name="decision" value="allow" variant="primary">
          Allow
        </Button>
      </div>
    </form>
  );
}
