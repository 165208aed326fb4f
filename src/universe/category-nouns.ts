import type { Category } from './categories';

/**
 * The nouns by which English names of wiki categories end, and the category that each means: "Battle droids" end in
 * "droid", "Weapons manufacturers" in "manufacturer". Singular, several words where one would mislead. A universe's
 * own file adds to them and overrules them.
 */
export const CATEGORY_NOUNS: Partial<Record<Category, string>> = {
  characters: `
    character, individual, person, people, human, man, woman, boy, girl, male, female, child, parent, mother, father,
    sibling, brother, sister, twin, orphan, spouse, wife, husband, relative, ancestor, descendant, hero, heroine,
    villain, protagonist, antagonist, member, inhabitant, resident, citizen, native, survivor, victim, casualty,
    participant, master, knight, squire, lord, lady, king, queen, prince, princess, emperor, empress, noble, nobleman,
    nobility, royalty, duke, duchess, count, countess, baron, baroness, ruler, monarch, leader, chieftain, chief,
    commander, officer, general, admiral, captain, lieutenant, sergeant, corporal, colonel, major, marshal, soldier,
    trooper, stormtrooper, infantryman, marine, pilot, copilot, warrior, fighter, freedom fighter, rebel, traitor,
    deserter, veteran, cadet, recruit, personnel, crewman, crew member, crewmember, politician, senator, governor,
    president, minister, prime minister, chancellor, mayor, councilor, councillor, ambassador, diplomat, delegate,
    aristocrat, bureaucrat, official, administrator, assassin, bounty hunter, hunter, smuggler, pirate, criminal,
    outlaw, thief, spy, agent, operative, saboteur, gambler, mercenary, guard, bodyguard, gladiator, executioner,
    slave, slaver, servant, prisoner, refugee, scientist, researcher, inventor, doctor, physician, surgeon, nurse,
    healer, medic, engineer, mechanic, technician, architect, designer, artisan, blacksmith, teacher, professor,
    headmaster, student, apprentice, scholar, historian, archaeologist, archivist, librarian, philosopher, wizard,
    witch, warlock, sorcerer, sorceress, mage, priest, priestess, monk, nun, prophet, seer, oracle, shaman, druid,
    cultist, believer, follower, worshipper, practitioner, user, wielder, sensitive, merchant, trader, businessman,
    businesswoman, businessperson, shopkeeper, bartender, cook, chef, waiter, farmer, fisherman, miner, worker,
    laborer, artist, singer, dancer, musician, painter, sculptor, poet, journalist, reporter, lawyer, judge,
    detective, police officer, athlete, player, racer, driver, sniper, gunner, scout, ranger, explorer, adventurer,
    traveler, traveller, sailor, navigator, owner, founder, employee, heir, regent, steward, advisor, adviser,
    ally, enemy, mutant, ghost, undead, alumnus, bearer, holder, recipient, champion, winner, collector, translator,
    interrogator, torturer, nomad, peasant, commoner, elder, youngling, baby, infant`,
  species: `species, subspecies, race, humanoid, sentient, sapient, sentient being, alien, alien race, ethnicity`,
  creatures: `
    creature, non sentient species, nonsentient species, animal, beast, monster, pet, mount, familiar, predator,
    herbivore, carnivore, omnivore, mammal, marsupial, primate, rodent, feline, canine, reptile,
    amphibian, bird, avian, fish, shark, insect, arachnid, arthropod, mollusk, crustacean,
    cephalopod, worm, parasite, dinosaur, dragon, serpent, snake, lizard, spider, wolf, horse, dog, cat, owl, toad,
    rat, megafauna, fauna, wildlife, livestock, vermin`,
  droids: `droid, robot, android, automaton, astromech, drone`,
  planets: `
    planet, moon, world, homeworld, throneworld, planetoid, exoplanet, dwarf planet, asteroid, celestial body,
    celestial object, gas giant, ice giant, ecumenopolis, natural satellite`,
  astronomy: `
    star, sun, star system, solar system, planetary system, system, sector, subsector, oversector, region, quadrant,
    galaxy, nebula, constellation, cluster, star cluster, asteroid field, asteroid belt, comet, black hole, trade
    route, space route, hyperlane, hyperspace route, hyperspace lane, supernova, pulsar, quasar, wormhole, space
    phenomenon, stellar phenomenon, astronomical phenomenon, spatial anomaly, astronomical object, stellar object`,
  locations: `
    location, place, site, city, town, village, hamlet, settlement, capital, colony, outpost, base, fortress,
    stronghold, castle, palace, tower, building, structure, facility, factory, prison, temple, shrine, tomb, cemetery,
    graveyard, crypt, school, academy, university, library, museum, archive, hospital, hotel, inn, tavern, bar,
    cantina, pub, restaurant, cafe, shop, store, market, street, road, alley, avenue, bridge, gate, port, spaceport,
    starport, harbor, harbour, dock, dockyard, shipyard, station, space station, starbase, arena, stadium, theater,
    theatre, park, garden, farm, mine, quarry, cave, cavern, tunnel, mountain, mountain range, hill, valley, canyon,
    desert, forest, wood, jungle, swamp, marsh, plain, plateau, ocean, sea, lake, river, waterfall, spring, island,
    continent, peninsula, coast, beach, bay, gulf, volcano, glacier, crater, ruin, landmark, monument, embassy,
    residence, house, home, mansion, manor, apartment, room, chamber, hall, hangar, laboratory, warehouse, district,
    neighborhood, neighbourhood, province, country, realm, land, territory, county, border, wall, dungeon, lair, camp,
    bunker, garrison, headquarters, sanctuary, monastery, abbey, church, cathedral, pyramid, battlefield, landmass,
    body of water, landing pad, landing platform, racing track, racetrack, race track, refinery, plantation, power
    plant, plane of existence, dimension, geographical feature, habitat, geography`,
  organizations: `
    organization, organisation, company, corporation, business, manufacturer, shipbuilder, supplier, retailer,
    contractor, employer, government, empire, republic, kingdom, nation, state, federation, alliance, confederacy,
    confederation, coalition, union, league, guild, clan, tribe, family, dynasty, order, cult, sect, religion, gang,
    syndicate, cartel, criminal organization, faction, group, team, squad, squadron, unit, military unit, military,
    fleet, flotilla, armada, army, navy, legion, battalion, regiment, brigade, division, corps, platoon, task force,
    armed force, special force, police force, militia, police, agency, ministry, department, bureau, council, committee, commission, senate, parliament, court, legislature, institution, institute, band,
    orchestra, choir, club, society, fraternity, political party, bank, resistance cell, cell, movement, consortium,
    conglomerate, monarchy, culture, civilization, civilisation, cultural group, ethnic group, law firm, firm,
    industry, crew, pack, coven, noble house, noble family, great house, broadcaster,
    polity, power bloc, fellowship, brotherhood, sisterhood`,
  battles: `
    battle, war, campaign, duel, mission, siege, conflict, skirmish, raid, invasion, ambush, assault, attack,
    bombardment, engagement, blockade, rebellion, uprising, revolt, insurgency, insurrection, crusade, offensive,
    sortie, military operation, operation, fight, evacuation`,
  events: `
    event, election, treaty, accord, agreement, holiday, competition, contest, sport, tournament, championship,
    festival, ceremony, celebration, disaster, catastrophe, accident, incident, crisis, coup, assassination, murder,
    execution, massacre, genocide, podrace, sports match, wedding, funeral, trial, meeting, conference, summit,
    negotiation, discovery, revolution, riot, strike, protest, expedition, voyage, journey, quest, experiment,
    extinction, explosion, scandal, kidnapping, heist, robbery, feast, gathering, anniversary`,
  weapons: `
    weapon, lightsaber, blaster, blaster pistol, pistol, revolver, rifle, carbine, shotgun, gun, firearm, cannon,
    turret, missile, torpedo, rocket, bomb, grenade, land mine, explosive, detonator, sword, saber, sabre, blade, knife, dagger,
    axe, spear, lance, bow, crossbow, arrow, hammer, mace, whip, quarterstaff, polearm, pike, halberd,
    scythe, trident, superweapon, warhead, laser, phaser, disruptor, ammunition, weaponry, ordnance, artillery,
    launcher, rocket launcher, projectile, munition, flamethrower, weapon system, weapons system, catapult`,
  armor: `
    armor, armour, helmet, shield, clothing, clothes, garment, robe, uniform, suit, costume, hat, hood, cloak, cape,
    coat, jacket, glove, boot, shoe, gauntlet, attire, apparel, footwear, headgear, headwear, eyewear, outfit, mask,
    dress, vest, belt, bodysuit, jumpsuit, spacesuit, space suit, environmental suit, tunic`,
  vehicles: `
    vehicle, starship, ship, spaceship, spacecraft, craft, aircraft, watercraft, repulsorcraft, hovercraft,
    starfighter, fighter craft, freighter, cruiser, frigate, corvette, destroyer, dreadnought, dreadnaught,
    battleship, battlecruiser, carrier, transport, shuttle, gunship, bomber, interceptor, yacht, speeder,
    airspeeder, landspeeder, speeder bike, swoop, bike, podracer, tank, train, car, truck, bus, boat, submarine,
    submersible, vessel, wagon, cart, barge, skiff, warship, flagship, tug, lander, dropship, escape pod, motorcycle,
    bicycle, airship, glider, helicopter, airplane, aeroplane, jet, chariot, locomotive, shuttlecraft, capital ship`,
  items: `
    item, object, device, tool, artifact, artefact, relic, holocron, substance, material, mineral, metal, alloy, ore,
    crystal, gem, gemstone, jewel, jewelry, jewellery, chemical, chemical compound, compound, element, drug, narcotic,
    medicine, medication, potion, poison, toxin, food, foodstuff, fruit, vegetable, drink, beverage, dish, meal,
    dessert, ingredient, spice, alcohol, wine, currency, coin, money, medal, decoration, symbol,
    emblem, insignia, flag, document, map, letter, painting, sculpture, statue, artwork, work of art, furniture,
    container, ring, amulet, necklace, crown, key, scroll, recording, datacard, communicator, comlink,
    communications device, gas, liquid, fuel, equipment, gear, musical instrument, instrument, textile, fabric,
    treasure, wand, mirror, household item, household object, appliance, product, good, resource, in universe book,
    in universe media, portrait`,
  technology: `
    technology, computer, computer system, operating system, engine, hyperdrive, drive, warp drive, sensor, sensor
    system, scanner, generator, shield generator, deflector shield, reactor, power source, power system, battery,
    machine, machinery, software, program, computer program, hologram program, computer network, cybernetics, implant,
    cybernetic implant, prosthetic, prosthesis, processor, component, starship component, part, defense system,
    security system, navigation system, propulsion system, targeting system, communication system, communications
    system, communications technology, life support system, transporter, replicator, thruster, tractor beam, cloaking device, starship system,
    starship engine, ship system`,
  abilities: `
    ability, power, superpower, skill, talent, technique, spell, charm, curse, hex, jinx, incantation, enchantment,
    lightsaber form, combat form, combat style, fighting style, martial art, tactic, strategy, maneuver, manoeuvre,
    battle formation, magic, telepathy`,
  lore: `
    language, dialect, script, alphabet, writing system, era, age, period, year, decade, century, millennium, date,
    month, day, calendar, calendar system, deity, god, goddess, spirit, law, statute, constitution, disease, illness,
    virus, plague, infection, injury, medical condition, plant, flora, tree, flower, fungus, mushroom, herb, crop,
    game, title, rank, military rank, position, occupation, profession, office, job, legend, myth, mythology,
    prophecy, philosophy, belief, concept, theory, science, custom, tradition, ritual, term, terminology, slang,
    phrase, saying, idiom, proverb, motto, unit of measurement, measurement, unit of measure, music genre, genre,
    doctrine, ideology, oath, natural phenomenon, phenomenon, color, colour, gesture, greeting, insult, body part,
    anatomy, organ, biology, crime, emotion, timeline, political system, system of government, history, religious belief`,
  media: `
    media, book, novel, novella, novelization, short story, comic, comic book, comic series, comic strip, comic story,
    story arc, story, graphic novel, manga, magazine, magazine article, reference book, guidebook, sourcebook, film,
    movie, documentary, television series, television season, television episode, television special, tv series,
    episode, season, web series, webisode, webstrip, website, video game, computer game, mobile game, board game,
    card game, role playing game, roleplaying game, rpg, rpg adventure, audiobook, audio drama, radio drama, podcast,
    soundtrack, album, music, song, trade paperback, omnibus, anthology, toy line, toy, action figure, trading card,
    home video, dvd, live show, theme park attraction, book series, film series, novel series, trilogy, franchise,
    short film, trailer, merchandise, collectible, poster, adaptation, publication, periodical, musical, scale model,
    expansion pack, downloadable content`,
  real_world: `
    actor, actress, cast member, cast, performer, voice actor, voice actress, stunt performer, stuntman, director,
    producer, screenwriter, writer, author, illustrator, cover artist, comic artist, composer, editor, colorist,
    penciller, inker, letterer, animator, cinematographer, production staff, production crew, filming location,
    real person, real world person, real world people, real world company, real life person, game developer,
    publisher, film studio, production company, production artist, costume designer, narrator, convention, fandom`,
};

/**
 * Nouns so wide that any narrower one beats them: an article in "Residents of Tatooine" and "Droids" is a droid.
 * The nouns of characters are all wide: droids, creatures and deities have roles too.
 */
export const WIDE_NOUNS: ReadonlySet<string> = new Set(
  `location place site structure building object item device product good equipment gear material resource technology
  event group unit species sentient concept term media culture part component history territory land region`.split(
    /\s+/,
  ),
);

/** Nouns that say nothing of their own: of "Starship classes" the kind is "starship", of "Types of weapons" "weapon". */
export const TRANSPARENT_NOUNS: ReadonlySet<string> = new Set(
  `class type kind series model variant line subtype subclass classification make design infobox form sort
  version category`.split(/\s+/),
);

/** Nouns without a plural form: as the head of a category's name they need no "s". */
export const MASS_NOUNS: ReadonlySet<string> = new Set(
  `species subspecies series people personnel royalty nobility undead fauna wildlife livestock vermin megafauna fish
  headquarters corps spacecraft craft aircraft watercraft repulsorcraft hovercraft shuttlecraft weaponry ammunition
  ordnance artillery armor armour clothing clothes attire apparel footwear headgear headwear eyewear food alcohol money
  insignia jewelry jewellery furniture equipment gear fuel technology machinery software cybernetics magic telepathy
  flora mythology terminology slang media music merchandise geography military police anatomy biology history cast
  cavalry infantry staff crew fandom downloadable content medicine money`.split(/\s+/),
);
