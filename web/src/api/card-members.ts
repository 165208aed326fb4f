/** What a card shows of an article; whole articles would be ten times as much. */
export const CARD_MEMBERS = 'title,category,universe,image_url,placeholder,description,summary';
