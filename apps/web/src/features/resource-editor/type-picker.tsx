"use client";

import { Search } from "lucide-react";
import { useState } from "react";
import { Section } from "~/components/ui/card.tsx";
import { Field, Input } from "~/components/ui/field.tsx";
import { EmptyState } from "~/components/ui/states.tsx";
import { Link } from "~/features/shell/link.tsx";
import { newResourceHref } from "~/lib/hrefs.ts";
import type { ResourceType } from "./schema/types.ts";

/** All types by provider, to begin a resource with. */
export function TypePicker({ types }: { types: readonly ResourceType[] }) {
  const [text, setText] = useState("");
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const matching = types.filter(({ provider, resource, description, tags }) => {
    const about = [`${provider}/${resource}`, description ?? "", ...tags].join(" ").toLowerCase();
    return words.every((word) => about.includes(word));
  });
  const providers = [...new Set(matching.map(({ provider }) => provider))];
  return (
    <div className="flex flex-col gap-4">
      <Field label="Search types" className="max-w-md">
        {(control) => (
          <Input
            {...control}
            // All that is done here begins with it.
            autoFocus
            type="search"
            value={text}
            placeholder="postgres, secret, webhook…"
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <p role="status" className="sr-only">
        {matching.length === 1 ? "1 type" : `${matching.length} types`}
      </p>
      {providers.length === 0 ? (
        <EmptyState icon={Search} title="No type matches">
          Types come with providers. Try another word, or deploy the provider that has it.
        </EmptyState>
      ) : null}
      {providers.map((provider) => (
        <Section key={provider} title={provider}>
          <ul className="grid gap-1 p-2 sm:grid-cols-2 xl:grid-cols-3">
            {matching
              .filter((type) => type.provider === provider)
              .map(({ resource, description }) => (
                <li key={resource}>
                  <Link
                    href={newResourceHref({ type: `${provider}/${resource}` })}
                    className="flex h-full flex-col gap-0.5 rounded-md px-2.5 py-2 hover:bg-sunken"
                  >
                    <span className="font-mono text-dense font-medium text-ink">
                      {provider}/{resource}
                    </span>
                    {description ? <span className="text-dense text-ink-faint">{description}</span> : null}
                  </Link>
                </li>
              ))}
          </ul>
        </Section>
      ))}
    </div>
  );
}
