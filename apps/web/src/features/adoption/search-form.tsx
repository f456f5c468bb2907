import { Search as SearchIcon } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Field, Input, Select } from "~/components/ui/field.tsx";
import { ConnectionField } from "~/features/resource-editor/form/connection-field.tsx";
import { cn } from "~/lib/class-names.ts";
import { knownConfig, type ListedType, narrowingFields } from "./narrowing.ts";
import type { Search } from "./use-discovery.ts";
import { useListableTypes } from "./use-listable-types.ts";

/** Chooses what is looked for: a type, the connection, and a value that narrows it. */
export function SearchForm({
  types,
  isBusy,
  onSearch,
}: {
  types: readonly ListedType[];
  isBusy: boolean;
  onSearch: (search: Search) => void;
}) {
  const providers = [...new Set(types.map(({ provider }) => provider))].filter((name) => name !== "pragma").sort();
  const [provider, setProvider] = useState(providers[0] ?? "");
  const [resource, setResource] = useState("");
  const [connection, setConnection] = useState<string | null | undefined>(undefined);
  const [{ field, value }, setNarrowing] = useState({ field: "", value: "" });
  const listable = useListableTypes(types, provider);
  const type = listable.types.find((one) => one.resource === resource) ?? listable.types[0];
  const fields = type ? narrowingFields(type) : [];
  const usedField = fields.includes(field) ? field : "";
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (type) onSearch({ type, connection, known: knownConfig(type, usedField, value) });
  };
  return (
    <form onSubmit={submit} className="grid items-start gap-3 sm:grid-cols-2 lg:grid-cols-4">
      <Field label="Provider">
        {(control) => (
          <Select
            {...control}
            value={provider}
            onChange={({ target }) => {
              setProvider(target.value);
              setConnection(undefined);
            }}
          >
            {providers.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Type">
        {(control) => (
          <Select
            {...control}
            disabled={listable.types.length === 0}
            value={type?.resource ?? ""}
            onChange={({ target }) => setResource(target.value)}
          >
            {listable.types.map((one) => (
              <option key={one.resource}>{one.resource}</option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Only with the config field">
        {(control) => (
          <Select
            {...control}
            value={usedField}
            onChange={({ target }) => setNarrowing({ field: target.value, value: "" })}
          >
            <option value="">Any config</option>
            {fields.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Value">
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            spellCheck={false}
            disabled={usedField === ""}
            required={usedField !== ""}
            value={value}
            onChange={({ target }) => setNarrowing({ field: usedField, value: target.value })}
          />
        )}
      </Field>
      {/* Types and connections are known later: what comes below keeps its place. */}
      <div className="min-h-36 sm:col-span-2 sm:min-h-32">
        {type ? (
          <ConnectionField type={type} connection={connection} isNew error={null} onChange={setConnection} />
        ) : null}
      </div>
      <div className="flex items-center justify-end gap-3 sm:col-span-full">
        <p role="status" className={cn("text-dense", listable.error ? "text-danger-text" : "text-ink-soft")}>
          {listable.error ?? listable.words}
        </p>
        <Button type="submit" variant="primary" busy={isBusy} disabled={type === undefined}>
          <SearchIcon aria-hidden /> Find
        </Button>
      </div>
    </form>
  );
}
