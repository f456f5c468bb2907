"use client";

import type { CreateTokenInput, Scope } from "@pragma/contract";
import { type FormEvent, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Field, Input, Select } from "~/components/ui/field.tsx";
import { Notice } from "~/components/ui/states.tsx";
import { useViewer } from "~/features/shell/viewer.tsx";
import { errorMessage, fieldMessages } from "~/trpc/error-message.ts";
import { EXPIRY_CHOICES, type ExpiryChoice, expiryOf, toExpiryChoice } from "./expiry.ts";
import { ScopeChoice } from "./scope-choice.tsx";

export interface TokenFormProps {
  busy: boolean;
  /** Why the last attempt failed. */
  error: unknown;
  onSubmit: (input: CreateTokenInput) => void;
  onCancel: () => void;
}

/** The name, scopes and expiry of a new token. */
export function TokenForm({ busy, error, onSubmit, onCancel }: TokenFormProps) {
  const { scopes: granted } = useViewer();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>([]);
  const [choice, setChoice] = useState<ExpiryChoice>("30");
  const [date, setDate] = useState("");
  const [tried, setTried] = useState(false);
  const expiry = expiryOf(choice, date, Date.now());
  const refused = fieldMessages(error);
  const nameProblem = name.trim() === "" ? "Enter a name." : undefined;
  const scopesProblem = scopes.length === 0 ? "Choose at least one permission." : undefined;

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (nameProblem !== undefined || scopesProblem !== undefined || "problem" in expiry) return;
    onSubmit({ name, scopes: [...scopes], expires_at: expiry.expiresAt });
  };

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-5">
      <Field
        label="Name"
        hint="Where it is used, such as the pipeline of a repository."
        error={(tried ? nameProblem : undefined) ?? refused["name"]}
        required
      >
        {(control) => (
          <Input
            {...control}
            value={name}
            maxLength={100}
            onChange={(event) => setName(event.target.value)}
            autoFocus
          />
        )}
      </Field>
      <ScopeChoice
        granted={granted}
        chosen={scopes}
        onChange={setScopes}
        error={(tried ? scopesProblem : undefined) ?? refused["scopes"]}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Expiry">
          {(control) => (
            <Select {...control} value={choice} onChange={(event) => setChoice(toExpiryChoice(event.target.value))}>
              {EXPIRY_CHOICES.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {choice === "date" ? (
          <Field
            label="Last day"
            error={tried && "problem" in expiry ? expiry.problem : refused["expires_at"]}
            required
          >
            {(control) => (
              <Input {...control} type="date" value={date} onChange={(event) => setDate(event.target.value)} />
            )}
          </Field>
        ) : null}
      </div>
      {choice === "never" ? (
        <Notice tone="warning">A token that never expires works until it is revoked, for anyone who finds it.</Notice>
      ) : null}
      {error !== null && Object.keys(refused).length === 0 ? (
        <Notice tone="danger">{errorMessage(error)}</Notice>
      ) : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy}>
          Create token
        </Button>
      </div>
    </form>
  );
}
