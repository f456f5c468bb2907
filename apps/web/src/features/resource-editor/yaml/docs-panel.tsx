"use client";

import { formatPath, type Path } from "@pragma/language";
import { useEffect, useMemo, useRef } from "react";
import { Section } from "~/components/ui/card.tsx";
import { describeFields } from "~/features/schema-docs/describe-fields.ts";
import { FieldList } from "~/features/schema-docs/field-list.tsx";
import { findField } from "~/features/schema-docs/find-field.ts";
import type { ResourceType } from "../schema/types.ts";

/** The documentation of a type beside its text: it follows the field that the cursor is in. */
export function DocsPanel({ type, path }: { type: ResourceType; path: Path }) {
  const fields = useMemo(() => describeFields(type.schema), [type.schema]);
  const [root, ...inConfig] = path;
  const current = root === "config" ? findField(fields, inConfig) : null;
  const list = useRef<HTMLElement>(null);
  const at = formatPath(path);
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each field that the cursor comes to
  useEffect(() => {
    const marked = list.current?.querySelector<HTMLElement>("[aria-current]");
    if (!list.current || !marked) return;
    // Only the panel scrolls: the page stays where somebody writes.
    list.current.scrollTop = marked.offsetTop - list.current.offsetTop - list.current.clientHeight / 3;
  }, [at, current]);
  return (
    <Section
      label="Fields of the type"
      title={
        <>
          Fields of <span className="font-mono">{`${type.provider}/${type.resource}`}</span>
        </>
      }
      description={type.description}
    >
      <section
        ref={list}
        // Scroll areas must be reachable with the keyboard (WCAG 2.1.1).
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        tabIndex={0}
        aria-label="Documentation"
        className="relative max-h-[28rem] overflow-y-auto text-sm"
      >
        <FieldList fields={fields} empty="The config of this type has no fields." current={current} />
      </section>
    </Section>
  );
}
