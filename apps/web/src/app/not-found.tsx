import { Button } from "~/components/ui/button.tsx";
import { HOME } from "~/lib/organization-path.ts";

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col items-center justify-center gap-4 px-4 text-center">
      <h1 className="text-xl font-semibold text-ink">There is nothing here</h1>
      <p className="text-ink-soft">The page does not exist, or what it showed is gone.</p>
      <Button asChild variant="primary">
        {/* Not a link of Next: every page brings this one along, and its own links again. */}
        <a href={HOME}>Go to the overview</a>
      </Button>
    </main>
  );
}
