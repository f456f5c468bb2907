import type { ReactNode } from "react";
import { Badge } from "~/components/ui/badge.tsx";
import { cn } from "~/lib/class-names.ts";
import { Examples } from "./examples.tsx";
import type { SchemaField } from "./schema-field.ts";

export interface FieldListProps {
  fields: readonly SchemaField[];
  /** Shown if there are none. */
  empty: string;
  /** Nobody writes outputs: a required one is one that is always there. */
  outputs?: boolean;
  /** The one that is looked at. */
  current?: SchemaField | null;
}

/** Fields with all that their schema says, those within below them. */
export function FieldList({ fields, empty, outputs = false, current = null }: FieldListProps) {
  if (fields.length === 0) return <p className="px-4 py-3 text-ink-soft">{empty}</p>;
  return <Fields fields={fields} outputs={outputs} current={current} className="divide-y divide-line px-4" />;
}

function Fields({
  fields,
  outputs,
  current,
  className,
}: {
  fields: readonly SchemaField[];
  outputs: boolean;
  current: SchemaField | null;
  className: string;
}) {
  return (
    <ul className={className}>
      {fields.map((field, index) => (
        // Branches of a union may have fields of the same name.
        // biome-ignore lint/suspicious/noArrayIndexKey: the fields of a schema keep their places
        <li key={`${field.name} ${index}`} className="py-2.5">
          <FieldRow field={field} outputs={outputs} isCurrent={field === current} />
          {field.children.length > 0 ? (
            <Fields
              fields={field.children}
              outputs={outputs}
              current={current}
              className="mt-1.5 ml-1 border-l border-line pl-4"
            />
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function FieldRow({ field, outputs, isCurrent }: { field: SchemaField; outputs: boolean; isCurrent: boolean }) {
  const { name, type, required, description, defaultValue, constraints, examples, sensitive, immutable } = field;
  return (
    <div
      aria-current={isCurrent || undefined}
      className={cn(isCurrent && "-mx-2 rounded-md bg-accent-soft px-2 py-1 [&_*]:text-accent-text")}
    >
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <code className={cn("font-mono text-dense font-semibold text-ink", name.startsWith("<") && "italic")}>
          {name}
        </code>
        <span className="text-dense text-ink-soft">{type}</span>
        {required && !outputs ? <Badge tone="accent">required</Badge> : null}
        {!required && outputs && !name.startsWith("<") ? <Badge>not always present</Badge> : null}
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
        {examples.length === 0 ? null : (
          <li>
            <Examples label={name} examples={examples} onPick={null} />
          </li>
        )}
      </Facts>
    </div>
  );
}

function Facts({ children }: { children: ReactNode[] }) {
  if (children.flat().every((child) => child === null)) return null;
  return <ul className="mt-0.5 flex flex-wrap gap-x-4 text-dense text-ink-faint">{children}</ul>;
}
