type Tell = (isInView: boolean) => void;

/** Watches an element, and tells whenever it comes into view or leaves it. Returns a function that ends that. */
export type Watch = (element: Element, tell: Tell) => () => void;

/** Returns a watch with one observer for all elements. They count as in view already at a distance, in pixels. */
export function watchInView(distance: number): Watch {
  const told = new WeakMap<Element, Tell>();
  const margin = `${distance}px`;
  // The desk scrolls by itself, and `rootMargin` reaches no further than what scrolls inside the page.
  const options: IntersectionObserverInit & { scrollMargin: string } = {
    rootMargin: margin,
    scrollMargin: margin,
  };
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) told.get(target)?.(isIntersecting);
  }, options);
  return (element, tell) => {
    told.set(element, tell);
    observer.observe(element);
    return () => {
      told.delete(element);
      observer.unobserve(element);
    };
  };
}
