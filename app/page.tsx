import { redirect } from 'next/navigation';

/** The inbox is home. */
export default function HomePage() {
  redirect('/inbox');
}
