"use client";

import { useState } from "react";
import { Section } from "~/components/ui/card.tsx";
import { CodeBlock } from "~/components/ui/code-block.tsx";
import { TabPanel, Tabs } from "~/components/ui/tabs.tsx";
import { Link } from "~/features/shell/link.tsx";
import type { Addresses } from "~/lib/packages.ts";
import { pushSnippets } from "./push-snippets.ts";

/** How to push a version, in the folder of the provider's package. */
export function PushGuide({ addresses, provider }: { addresses: Addresses; provider: string }) {
  const [tab, setTab] = useState("curl");
  const snippets = pushSnippets(addresses, provider);
  return (
    <Section
      title="Push a version"
      description="Run this in the folder of the provider's package. A push builds the version and never deploys it."
    >
      <div className="p-4">
        <Tabs
          tabs={snippets.map(({ id, label }) => ({ value: id, label }))}
          value={tab}
          onValueChange={setTab}
          label="Ways to push a version"
        >
          {snippets.map(({ id, label, code }) => (
            <TabPanel key={id} value={id}>
              <CodeBlock code={code} label={`${label} snippet`} />
            </TabPanel>
          ))}
        </Tabs>
        <p className="mt-3 text-ink-soft">
          It takes a{" "}
          <Link href="/tokens" className="text-accent-text underline underline-offset-4">
            token
          </Link>{" "}
          with the scope <code className="font-mono text-dense">providers:write</code>.
        </p>
      </div>
    </Section>
  );
}
