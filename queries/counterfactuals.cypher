// title: Same subject, other attribute, other emotion
// answers: >-
//   Where most images of a subject with one attribute evoke the emotion: with which other attribute
//   do most images of the same subject evoke another emotion, and which?
// parameters:
//   emotion: {type: emotion, about: the emotion to turn away from}
//   subject: {type: subject, default: null, about: only this subject}
//   min_images: {type: integer, default: 3, minimum: 1, about: fewest images of each side}
//   limit: {type: integer, default: 50, minimum: 1, about: most rows to show}
// columns:
//   subject: {type: string, about: the subject of both}
//   attribute: {type: string, about: with it the subject evokes the emotion}
//   images: {type: integer, unit: images, about: images of subject and attribute with the emotion}
//   item_images: {type: integer, unit: images, about: all images of subject and attribute}
//   other_attribute: {type: string, about: with it the subject evokes another emotion}
//   other_emotion: {type: string, about: the other emotion}
//   other_images: {type: integer, unit: images, about: its images with the other emotion}
//   other_item_images: {type: integer, unit: images, about: all its images}
MATCH (image:Image)-[:EVOKES {rank: 1}]->(emotion:Emotion)
MATCH (image)-[:HAS_TRIPLET]->(triplet:Triplet)-[:OF_SUBJECT]->(subject:Subject)
  WHERE $subject IS NULL OR subject.id = $subject
MATCH (triplet)-[:WITH_ATTRIBUTE]->(attribute:Attribute)
WITH DISTINCT image, emotion, subject, attribute
WITH subject, attribute, emotion, count(*) AS images
// the emotion of most of at least $min_images images has more than half of $min_images
WITH subject, attribute, sum(images) AS item_images, max(images) AS most,
     collect(
       CASE WHEN 2 * images > $min_images THEN {emotion: emotion, images: images} END
     ) AS spread
WHERE item_images >= $min_images AND 2 * most > item_images
WITH subject, attribute, item_images, most,
     [share IN spread WHERE share.images = most | share.emotion][0] AS emotion
WITH subject, collect({
  attribute: attribute, emotion: emotion, images: most, item_images: item_images
}) AS sides
UNWIND sides AS side
WITH subject, sides, side, side.emotion AS emotion, side.attribute AS attribute
WHERE emotion.id = $emotion
UNWIND sides AS other
WITH subject, attribute, side, other, other.attribute AS other_attribute,
     other.emotion AS other_emotion
WHERE other_emotion.id <> $emotion
RETURN subject.id AS subject, attribute.id AS attribute, side.images AS images,
       side.item_images AS item_images, other_attribute.id AS other_attribute,
       other_emotion.id AS other_emotion, other.images AS other_images,
       other.item_images AS other_item_images
ORDER BY images + other_images DESC, subject, attribute, other_attribute
LIMIT $limit
