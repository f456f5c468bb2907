"use client";

import { CONNECTION_TYPE } from "@pragma/contract";
import { Field, Select } from "~/components/ui/field.tsx";
import { useProviderConnections } from "~/features/resource-elements/use-provider-connections.ts";
import { fieldId } from "../manifest/problem.ts";
import { choiceOf, connectionAfter, connectionChoices } from "./connection-choices.ts";

/** The connection that a resource uses. Hidden where its provider has none and the document names none. */
export function ConnectionField({
  type: { provider, resource },
  connection,
  isNew,
  error,
  onChange,
}: {
  type: { provider: string; resource: string };
  /** Its key; undefined if the document says nothing of it. */
  connection: string | null | undefined;
  /** The resource does not exist yet. */
  isNew: boolean;
  error: string | null;
  /** @param next the name of a connection of the provider, or the key of another */
  onChange: (next: string | null | undefined) => void;
}) {
  const { isSupported, keys } = useProviderConnections(provider);
  const isOffered = isSupported && resource !== CONNECTION_TYPE;
  if (!isOffered && connection === undefined && error === null) return null;
  return (
    <Field
      id={fieldId(["connection"])}
      label="Connection"
      hint={`How ${provider} reaches the server.${isNew ? " The default is the connection called default, if there is one." : ""}`}
      error={error}
    >
      {(control) => (
        <Select
          {...control}
          value={choiceOf(connection, isNew)}
          onChange={(event) => onChange(connectionAfter(event.target.value, provider))}
        >
          {connectionChoices(keys, { provider, connection, isNew }).map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
