import type { Category } from './categories';

const TYPES: Partial<Record<Category, string>> = {
  characters: 'Character, Individual, Person, NPC, Protagonist, Hero, Villain, Player character',
  species: 'Species, Race, Alien, Subspecies',
  creatures: 'Creature, Animal, Monster, Beast, Pet, Enemy',
  droids: `Droid, Robot, Android, Droid series`,
  planets: 'Planet, Moon, World, Celestial body, Asteroid',
  astronomy: `System, Star system, Star, Sector, Galaxy, Nebula, Constellation, Quadrant, Star type, Star cluster, Trade route`,
  locations: `Location, Place, City, Town, Village, Settlement, Structure, Building, Region, Country, Realm, Kingdom,
    Landmark, Island, Mountain, River, Station, Space station, Store, Dungeon, Area, Racing track, Facility`,
  organizations: `Organization, Organisation, Company, Faction, Group, Government, Family, House, Clan, Team, Guild,
    Military unit, Fleet, Religion, Band, Empire, Nation, Cultural group`,
  battles: 'Battle, War, Conflict, Campaign, Duel, Military conflict, Mission',
  events: 'Event, Election, Treaty, Holiday, Competition, Sport, Tournament, Festival',
  weapons: `Weapon, Sword, Gun, Firearm, Lightsaber`,
  armor: 'Armor, Armour, Clothing, Outfit, Equipment set',
  vehicles: `Vehicle, Ship, Starship, Spacecraft, Starship class, Ship class, Individual ship, Aircraft, Train, Boat,
    Car, Ship series, Ground vehicle, Repulsorlift vehicle, Air vehicle, Aquatic vehicle`,
  items: `Item, Object, Artifact, Artefact, Device, Tool, Food, Drink, Potion, Currency, Material, Substance, Medal, Symbol, IU media, Holocron`,
  technology: 'Technology, Computer, Software',
  abilities: `Ability, Skill, Spell, Power, Technique, Magic, Martial art, Force power, Lightsaber form, Tactics`,
  lore: `Language, Era, Year, Deity, God, Law, Disease, Plant, Game, Title, Position, Concept, Rank, Title or position`,
  media: `Book, Novel, Comic, Comic book, Comic series, Film, Movie, Episode, Television episode, TV series, Television
    series, Season, Video game, Game release, Album, Soundtrack, Song, Audiobook, Short story, Magazine, Website,
    Board game, Card game, Reference book, Magazine article, Comic story, Comic story arc, Comic strip, Media, Television season, Documentary, Trade paperback, RPG adventure, Toy line, Music, Book series, Home video, Webstrip, Live show`,
  real_world: `Actor, Actress, Performer, Crew, Staff, Author, Writer, Director, Real person, Real world person, Musician, OOU company, Filming location`,
};

/** Infobox types as wikis commonly name them, for universes that bring no table of their own. */
export const GENERIC_INFOBOX: Partial<Record<Category, string[]>> = Object.fromEntries(
  Object.entries(TYPES).map(([category, types]) => [category, types.split(',').map((type) => type.trim())]),
);
