import { cookies } from 'next/headers';
import { LIST_WIDTH, LIST_WIDTH_COOKIE } from '#app/(workspace)/inbox/width.ts';

/** As the member left it, in pixels. A cookie, so that the server draws the page right at once. */
export async function listWidth(): Promise<number> {
  const width = Number((await cookies()).get(LIST_WIDTH_COOKIE)?.value);
  return width >= LIST_WIDTH.min && width <= LIST_WIDTH.max ? width : LIST_WIDTH.usual;
}
