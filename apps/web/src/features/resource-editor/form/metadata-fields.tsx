"use client";

import type { FieldOf, Json, Path } from "@pragma/contract";
import { type Manifest, refsOf } from "@pragma/manifest";
import { Fragment, type ReactNode } from "react";
import { Section } from "~/components/ui/card.tsx";
import { Field, Input } from "~/components/ui/field.tsx";
import { Switch } from "~/components/ui/switch.tsx";
import { fieldId } from "../manifest/problem.ts";
import { ConnectionField } from "./connection-field.tsx";
import { DependencyList } from "./dependency-list.tsx";
import { HandlingField } from "./handling-field.tsx";
import { TagsField } from "./tags-field.tsx";

/** The fields beside the config: connection, what is taken over, tags, dependencies, owners, protection, handling. */
export function MetadataFields({
  manifest,
  isNew,
  edit,
  errorBelow,
}: {
  manifest: Manifest;
  /** It does not exist yet. */
  isNew: boolean;
  edit: (path: Path, value: Json | undefined) => void;
  errorBelow: (path: Path) => string | null;
}) {
  const { connection, adopt, tags, depends_on, dependencies, owner_references, deletion_protected, handling } =
    manifest;
  // One that is missing here does not compile.
  const fields: Record<Exclude<keyof Manifest, FieldOf<"identity"> | "config">, ReactNode> = {
    connection: (
      <ConnectionField
        type={manifest}
        connection={connection}
        isNew={isNew}
        error={errorBelow(["connection"])}
        onChange={(next) => edit(["connection"], next)}
      />
    ),
    adopt:
      adopt === undefined && errorBelow(["adopt"]) === null ? null : (
        <Field
          id={fieldId(["adopt"])}
          label="Take over"
          hint="Identity of an existing thing that becomes this resource's: nothing is made."
          error={errorBelow(["adopt"])}
        >
          {(control) => (
            <Input
              {...control}
              value={adopt ?? ""}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => edit(["adopt"], event.target.value === "" ? undefined : event.target.value)}
            />
          )}
        </Field>
      ),
    tags: <TagsField tags={tags} error={errorBelow(["tags"])} onChange={(next) => edit(["tags"], orNone(next))} />,
    depends_on: (
      <DependencyList
        path={["depends_on"]}
        label="Depends on"
        hint="It waits for these in addition to the resources it references."
        action="Add a dependency"
        keys={depends_on}
        error={errorBelow(["depends_on"])}
        onChange={(next) => edit(["depends_on"], orNone(next))}
      />
    ),
    dependencies: dependencies ? (
      <DependencyList
        path={["dependencies"]}
        label="Dependencies as read"
        hint="As the API listed them. Those found in references go when the references do."
        action={null}
        keys={dependencies}
        error={errorBelow(["dependencies"])}
        onChange={(next) => edit(["dependencies"], orNone(refsOf(next)))}
      />
    ) : null,
    owner_references: (
      <DependencyList
        path={["owner_references"]}
        label="Owners"
        hint="It is deleted when its last owner is deleted."
        action="Add an owner"
        keys={owner_references}
        error={errorBelow(["owner_references"])}
        onChange={(next) => edit(["owner_references"], orNone(refsOf(next)))}
      />
    ),
    deletion_protected: (
      <div className="flex items-center gap-2.5">
        <Switch
          id={fieldId(["deletion_protected"])}
          checked={deletion_protected}
          onCheckedChange={(isOn) => edit(["deletion_protected"], isOn ? true : undefined)}
        />
        <label htmlFor={fieldId(["deletion_protected"])} className="text-ink-soft">
          Protect from deletion
        </label>
      </div>
    ),
    handling: <HandlingField handling={handling} edit={edit} errorBelow={errorBelow} />,
  };
  return (
    <Section title="About">
      <div className="flex flex-col gap-5 p-4">
        {Object.entries(fields).map(([name, field]) => (
          <Fragment key={name}>{field}</Fragment>
        ))}
      </div>
    </Section>
  );
}

function orNone<Item>(list: Item[]): Item[] | undefined {
  return list.length === 0 ? undefined : list;
}
