"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowRight, CircleCheck, CircleDashed, X } from "lucide-react";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Section } from "~/components/ui/card.tsx";
import { CodeBlock } from "~/components/ui/code-block.tsx";
import { ExampleButton } from "~/features/example/example-button.tsx";
import { Link } from "~/features/shell/link.tsx";
import { useViewer } from "~/features/shell/viewer.tsx";
import { cn } from "~/lib/class-names.ts";
import { guideHref } from "~/lib/hrefs.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { firstStepsCookie } from "./first-steps-cookie.ts";
import { type Step, stepsFor } from "./steps.ts";
import { useDismissed } from "./use-dismissed.ts";

/**
 * Leads new users to their first resource. Who sees the last step done is told so; otherwise it goes when all is done, or
 * when it is dismissed.
 */
export function FirstSteps({ wereDismissed, example }: { wereDismissed: boolean; example: string }) {
  const trpc = useTRPC();
  const viewer = useViewer();
  const [dismissed, dismiss] = useDismissed(firstStepsCookie(viewer.organizationId), wereDismissed);
  const { data } = useQuery(trpc.overview.checklist.queryOptions());
  const steps = data ? stepsFor(data, viewer, example) : [];
  const done = steps.filter(({ isDone }) => isDone).length;
  const isOpen = done < steps.length;
  const [wasOpen, setWasOpen] = useState(isOpen);
  if (isOpen && !wasOpen) setWasOpen(true);
  if (dismissed || !wasOpen || steps.length === 0) return null;
  const next = steps.find(({ isDone }) => !isDone);
  return (
    <Section
      title="First steps"
      description={<span role="status">{isOpen ? `${done} of ${steps.length} done` : "All done"}</span>}
      actions={
        <Button size="smallIcon" variant="ghost" aria-label="Dismiss first steps" onClick={dismiss}>
          <X aria-hidden />
        </Button>
      }
    >
      <ol className="divide-y divide-line">
        {steps.map((step) => (
          <StepItem key={step.title} step={step} isNext={step === next} />
        ))}
      </ol>
    </Section>
  );
}

function StepItem({ step, isNext }: { step: Step; isNext: boolean }) {
  const { title, text, command, hasExample, href, action, guide, isDone } = step;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5">
      {isDone ? (
        <CircleCheck role="img" aria-label="done" className="size-5 shrink-0 text-ready" />
      ) : (
        <CircleDashed role="img" aria-label="to do" className="size-5 shrink-0 text-ink-faint" />
      )}
      <div className="min-w-0 flex-1 basis-56">
        <p className={cn("font-medium", isDone ? "text-ink-faint line-through" : "text-ink")}>{title}</p>
        {isDone ? null : <p className="text-dense text-ink-soft">{text}</p>}
        {isDone || command === undefined ? null : <CodeBlock code={command} label={`Command: ${title}`} />}
      </div>
      {isDone || !hasExample ? null : <ExampleButton size="small" />}
      {isDone ? null : (
        <Button asChild size="small" variant="link">
          <Link href={guideHref(guide)} prefetch={false} aria-label={`Guide: ${title}`}>
            Guide
          </Link>
        </Button>
      )}
      {isDone ? null : (
        <Button asChild size="small" variant={isNext ? "primary" : "secondary"}>
          <Link href={href}>
            {action} <ArrowRight aria-hidden />
          </Link>
        </Button>
      )}
    </li>
  );
}
