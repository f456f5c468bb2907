"use client";

import { useActionState } from "react";
import { type SignInState, signInAction } from "~/auth/actions/sign-in.ts";
import { signInWithAction } from "~/auth/actions/sign-in-with.ts";
import type { SignInProvider } from "~/auth/providers.ts";
import { Button } from "~/components/ui/button.tsx";
import { Field, Input } from "~/components/ui/field.tsx";
import { Notice } from "~/components/ui/states.tsx";

export interface SignInFormProps {
  /** Where to go afterwards: a path of this site. */
  next: string;
  providers: readonly SignInProvider[];
  problem: string | null;
}

/** Email and password, and the identity providers that are switched on. */
export function SignInForm({ next, providers, problem }: SignInFormProps) {
  const [state, action, pending] = useActionState<SignInState, FormData>(signInAction, { error: null, email: "" });
  return (
    <div className="flex flex-col gap-5">
      <h1 className="text-lg font-semibold text-ink">Sign in</h1>
      {problem && !state.error ? <Notice tone="danger">{problem}</Notice> : null}
      <form action={action} className="flex flex-col gap-4">
        <input type="hidden" name="next" value={next} />
        <Field label="Email">
          {(control) => (
            <Input
              {...control}
              name="email"
              type="email"
              autoComplete="username"
              defaultValue={state.email}
              required
              autoFocus
            />
          )}
        </Field>
        <Field label="Password" error={state.error}>
          {(control) => <Input {...control} name="password" type="password" autoComplete="current-password" required />}
        </Field>
        <Button type="submit" variant="primary" busy={pending}>
          Sign in
        </Button>
      </form>
      {providers.length > 0 ? (
        <div className="flex flex-col gap-2 border-t border-line pt-4">
          {providers.map(({ id, name }) => (
            <form key={id} action={signInWithAction}>
              <input type="hidden" name="provider" value={id} />
              <input type="hidden" name="next" value={next} />
              <Button type="submit" className="w-full">
                Sign in with {name}
              </Button>
            </form>
          ))}
        </div>
      ) : null}
    </div>
  );
}
