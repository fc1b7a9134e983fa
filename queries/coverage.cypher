// title: How much of each source is annotated
// answers: Of the images of each source, how many have a label, triplets, regions, masks, a vector?
// columns:
//   source: {type: string, about: the source}
//   images: {type: integer, unit: images, about: its images}
//   with_label: {type: integer, unit: images, about: with a CES label}
//   with_triplets: {type: integer, unit: images, about: with triplets}
//   with_regions: {type: integer, unit: images, about: with regions}
//   with_masks: {type: integer, unit: images, about: with a region that has a mask}
//   with_des: {type: integer, unit: images, about: with a DES vector}
//   with_annotations: {type: integer, unit: images, about: with annotations}
MATCH (image:Image)-[:FROM_SOURCE]->(source:Source)
WITH source,
     EXISTS { (image)-[:EVOKES]->() } AS label,
     EXISTS { (image)-[:HAS_TRIPLET]->() } AS triplets,
     EXISTS { (image)-[:HAS_REGION]->() } AS regions,
     EXISTS { (image)-[:HAS_REGION]->()-[:HAS_MASK]->() } AS masks,
     coalesce(size(image.desSpaces), 0) > 0 AS des,
     EXISTS { (image)<-[:ANNOTATES]-() } AS annotations
WITH source, count(*) AS images,
     count(CASE WHEN label THEN 1 END) AS with_label,
     count(CASE WHEN triplets THEN 1 END) AS with_triplets,
     count(CASE WHEN regions THEN 1 END) AS with_regions,
     count(CASE WHEN masks THEN 1 END) AS with_masks,
     count(CASE WHEN des THEN 1 END) AS with_des,
     count(CASE WHEN annotations THEN 1 END) AS with_annotations
RETURN source.id AS source, images AS images, with_label AS with_label,
       with_triplets AS with_triplets, with_regions AS with_regions, with_masks AS with_masks,
       with_des AS with_des, with_annotations AS with_annotations
ORDER BY source
