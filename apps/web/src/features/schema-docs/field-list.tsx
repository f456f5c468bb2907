import type { ReactNode } from "react";
import { Badge } from "~/components/ui/badge.tsx";
import { cn } from "~/lib/class-names.ts";
import type { SchemaField } from "./schema-field.ts";

export interface FieldListProps {
  fields: readonly SchemaField[];
  /** Shown if there are none. */
  empty: string;
  /** Nobody writes outputs: a required one is one that is always there. */
  outputs?: boolean;
}

/** Fields with all that their schema says, those within below them. */
export function FieldList({ fields, empty, outputs = false }: FieldListProps) {
  if (fields.length === 0) return <p className="px-4 py-3 text-ink-soft">{empty}</p>;
  return <Fields fields={fields} outputs={outputs} className="divide-y divide-line px-4" />;
}

function Fields({
  fields,
  outputs,
  className,
}: {
  fields: readonly SchemaField[];
  outputs: boolean;
  className: string;
}) {
  return (
    <ul className={className}>
      {fields.map((field, index) => (
        // Branches of a union may have fields of the same name.
        // biome-ignore lint/suspicious/noArrayIndexKey: the fields of a schema keep their places
        <li key={`${field.name} ${index}`} className="py-2.5">
          <FieldRow field={field} outputs={outputs} />
          {field.children.length > 0 ? (
            <Fields fields={field.children} outputs={outputs} className="mt-1.5 ml-1 border-l border-line pl-4" />
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function FieldRow({ field, outputs }: { field: SchemaField; outputs: boolean }) {
  const { name, type, required, description, defaultValue, constraints, sensitive, immutable } = field;
  return (
    <div>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <code className={cn("font-mono text-[0.8125rem] font-semibold text-ink", name.startsWith("<") && "italic")}>
          {name}
        </code>
        <span className="text-[0.8125rem] text-ink-soft">{type}</span>
        {required && !outputs ? <Badge tone="accent">required</Badge> : null}
        {!required && outputs && !name.startsWith("<") ? <Badge>not always there</Badge> : null}
        {sensitive ? <Badge tone="warning">sensitive</Badge> : null}
        {immutable ? <Badge tone="stale">immutable</Badge> : null}
      </p>
      {description ? <p className="mt-0.5 text-ink-soft">{description}</p> : null}
      <Facts>
        {defaultValue === null ? null : (
          <li>
            default <code className="break-all font-mono text-ink-soft">{defaultValue}</code>
          </li>
        )}
        {constraints.map((constraint) => (
          <li key={constraint} className="break-words">
            {constraint}
          </li>
        ))}
      </Facts>
    </div>
  );
}

function Facts({ children }: { children: ReactNode[] }) {
  if (children.flat().every((child) => child === null)) return null;
  return <ul className="mt-0.5 flex flex-wrap gap-x-4 text-[0.8125rem] text-ink-faint">{children}</ul>;
}
