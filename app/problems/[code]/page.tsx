import { redirect } from 'next/navigation';

/** Where the `type` of a problem leads a person who follows it. */
export default async function ProblemPage({ params }: { params: Promise<{ code: string }> }) {
  redirect(`/reference#problem-${encodeURIComponent((await params).code)}`);
}
